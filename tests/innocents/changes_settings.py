"""It changes settings."""

import sys, numpy as np

sys.setrecursionlimit(5000)
np.seterr(all="raise")
