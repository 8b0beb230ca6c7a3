import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def curvature_along(f, theta, direction, h=1e-3):
    theta, direction = np.asarray(theta, dtype=float), np.asarray(direction, dtype=float)
    length = np.sqrt(np.sum(np.square(direction))) + 1e-12
    u = direction / length
    return np.float64(f(theta + h * u) + f(theta - h * u) - 2.0 * f(theta)) / np.square(h)
