"""It reports warnings of its callers."""

import warnings

for level in (1, 2, 3, 5):
    warnings.warn(f"level {level}", UserWarning, stacklevel=level)
