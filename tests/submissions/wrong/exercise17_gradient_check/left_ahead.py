# function: numeric_gradient
# expects: NG-MUTATES
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    w = np.array(theta, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        w[i] -= h
        down = f(w)
        w[i] += 2 * h
        up = f(w)
        grad[i] = (up - down) / (2 * h)
    return grad


def relative_error(a, b):
    a = np.asarray(a, dtype=float).ravel()
    b = np.asarray(b, dtype=float).ravel()
    size = np.linalg.norm(a) + np.linalg.norm(b)
    if size == 0:
        return 0.0
    return np.linalg.norm(a - b) / size
