import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def curvature_along(f, theta, direction, h=1e-3):
    """Twice the leading coefficient of the parabola through three points (by Lagrange)."""
    theta, direction = np.asarray(theta, dtype=float), np.asarray(direction, dtype=float)
    unit = direction / np.hypot.reduce(direction.ravel())
    left, middle, right = f(theta - h * unit), f(theta), f(theta + h * unit)
    leading = left / (2 * h * h) - middle / (h * h) + right / (2 * h * h)
    return 2 * leading
