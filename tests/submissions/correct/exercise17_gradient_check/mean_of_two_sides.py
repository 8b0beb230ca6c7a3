import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    """The mean of the slope ahead and the slope behind is the central one."""
    theta = np.asarray(theta, dtype=float)
    here = f(theta)
    slopes = np.zeros(theta.shape)
    for i in np.ndindex(*theta.shape):
        moved = np.array(theta)
        moved[i] = theta[i] + h
        ahead = (f(moved) - here) / h
        moved[i] = theta[i] - h
        behind = (here - f(moved)) / h
        slopes[i] = 0.5 * (ahead + behind)
    return slopes


def relative_error(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    total = np.hypot.reduce(a, axis=None) + np.hypot.reduce(b, axis=None)
    return np.float64(0) if total == 0 else np.hypot.reduce(a - b, axis=None) / total
