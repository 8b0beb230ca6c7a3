# function: relative_error
# expects: NG-PRODUCT
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.asarray(theta, dtype=float)
    grad = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        e = np.zeros_like(theta)
        e[i] = h
        grad[i] = (f(theta + e) - f(theta - e)) / (2 * h)
    return grad


def relative_error(a, b):
    a, b = np.ravel(a).astype(float), np.ravel(b).astype(float)
    size = np.linalg.norm(a) * np.linalg.norm(b)
    return np.linalg.norm(a - b) / size if size else 0.0
