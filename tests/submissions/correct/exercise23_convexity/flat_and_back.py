import numpy as np


def _at(f, shape):
    return lambda flat: f(flat.reshape(shape))


def chord_gap(f, x, y, t):
    shape = np.shape(x)
    x, y = np.array(x, dtype=float).ravel(), np.array(y, dtype=float).ravel()
    g = _at(f, shape)
    mixed = np.array([t * a + (1 - t) * b for a, b in zip(x, y)])
    return t * g(x) + (1 - t) * g(y) - g(mixed)


def curvature_along(f, theta, direction, h=1e-3):
    shape = np.shape(theta)
    theta, d = np.array(theta, dtype=float).ravel(), np.array(direction, dtype=float).ravel()
    g = _at(f, shape)
    u = d / sum(one * one for one in d) ** 0.5
    return (g(theta + h * u) + g(theta - h * u) - 2 * g(theta)) / h**2
