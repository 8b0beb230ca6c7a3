import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    basis = np.eye(theta.size).reshape((theta.size,) + theta.shape)
    slopes = [(f(theta + h * e) - f(theta - h * e)) / 2 / h for e in basis]
    return np.array(slopes).reshape(theta.shape)


def relative_error(a, b):
    a = np.array(a, dtype=float).flatten()
    b = np.array(b, dtype=float).flatten()
    d = a - b
    norms = np.sqrt(a @ a) + np.sqrt(b @ b)
    if norms == 0:
        return 0.0
    return np.sqrt(d @ d) / norms
