import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    out = np.zeros(theta.shape)
    for k in range(theta.size):
        e = np.zeros(theta.size)
        e[k] = h
        e = e.reshape(theta.shape)
        out.flat[k] = (f(theta + e) - f(theta - e)) / (2 * h)
    return out


def relative_error(a, b):
    a, b = np.atleast_1d(np.asarray(a, dtype=float)), np.atleast_1d(np.asarray(b, dtype=float))
    return np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)
