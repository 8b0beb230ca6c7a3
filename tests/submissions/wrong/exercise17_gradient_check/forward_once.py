# function: numeric_gradient
# expects: NG-FORWARD
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    base = f(theta)
    grad = np.zeros(theta.shape)
    for i in range(theta.size):
        old = theta.flat[i]
        theta.flat[i] = old + h
        grad.flat[i] = (f(theta) - base) / h
        theta.flat[i] = old
    return grad


def relative_error(a, b):
    a = np.asarray(a, dtype=float).ravel()
    b = np.asarray(b, dtype=float).ravel()
    size = np.linalg.norm(a) + np.linalg.norm(b)
    if size == 0:
        return 0.0
    return np.linalg.norm(a - b) / size
