# function: chord_gap
# expects: CX-FROMX
import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return (1 - t) * f(x) + t * f(y) - f(x + t * (y - x))


def curvature_along(f, theta, direction, h=1e-3):
    theta = np.asarray(theta, dtype=float)
    u = np.asarray(direction, dtype=float)
    u = u / np.sqrt((u ** 2).sum())
    return (f(theta + h * u) - 2 * f(theta) + f(theta - h * u)) / h ** 2
