"""It needs numpy's lazy parts."""

import numpy as np

np.testing, np.linalg, np.fft, np.polynomial, np.ma, np.ctypeslib
