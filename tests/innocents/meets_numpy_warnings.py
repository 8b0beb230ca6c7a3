"""It meets numpy's warnings."""

import numpy as np

np.mean([])
np.log(0.0)
np.polyfit([1, 1, 1], [1, 1, 1], 2)
