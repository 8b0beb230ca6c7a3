# function: relative_error
# expects: NG-MAX NG-NOGUARD
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    point = np.array(theta, dtype=float)
    slopes = np.empty(point.shape)
    for place, value in np.ndenumerate(point):
        point[place] = value + h
        above = f(point.copy())
        point[place] = value - h
        below = f(point.copy())
        point[place] = value
        slopes[place] = (above - below) / (2 * h)
    return slopes


def relative_error(a, b):
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    return np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b))
