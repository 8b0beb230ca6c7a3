import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def curvature_along(f, theta, direction, h=1e-3):
    """Half a chord's gap at its middle, eight times over its length squared."""
    theta, direction = np.asarray(theta, dtype=float), np.asarray(direction, dtype=float)
    move = h * direction / np.sqrt(np.sum(direction**2))
    return 2 * chord_gap(f, theta + move, theta - move, 0.5) / h**2
