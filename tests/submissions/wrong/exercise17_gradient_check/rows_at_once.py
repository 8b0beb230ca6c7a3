# function: numeric_gradient
# expects: NG-ALL
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    if theta.ndim == 0:
        return (f(theta + h) - f(theta - h)) / (2 * h)
    grad = np.zeros_like(theta)
    for i in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


def relative_error(a, b):
    a = np.asarray(a, dtype=float).ravel()
    b = np.asarray(b, dtype=float).ravel()
    size = np.linalg.norm(a) + np.linalg.norm(b)
    if size == 0:
        return 0.0
    return np.linalg.norm(a - b) / size
