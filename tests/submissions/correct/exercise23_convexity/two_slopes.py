import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def curvature_along(f, theta, direction, h=1e-3):
    """The change of the slope, over h."""
    theta, direction = np.asarray(theta, dtype=float), np.asarray(direction, dtype=float)
    unit = direction / np.sqrt(np.sum(direction**2))

    def slope(a, b):
        return (f(theta + b * unit) - f(theta + a * unit)) / (b - a)

    return (slope(0, h) - slope(-h, 0)) / h
