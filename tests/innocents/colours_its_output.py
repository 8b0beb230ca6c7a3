"""It colours its output."""

import sys

sys.stdout.reconfigure(encoding="utf-8")
print("\033[1mbold\033[0m", flush=True)
