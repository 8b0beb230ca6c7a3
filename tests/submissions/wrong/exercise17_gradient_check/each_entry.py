# function: relative_error
# expects: NG-ENTRY
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.asarray(theta, dtype=float)
    grad = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        e = np.zeros_like(theta)
        e[i] = h
        grad[i] = (f(theta + e) - f(theta - e)) / (2 * h)
    return grad


def relative_error(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return abs(x - y) / np.maximum(1e-8, abs(x) + abs(y))
