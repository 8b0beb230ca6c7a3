# function: chord_gap
# expects: CX-SIGN CX-FROMX
import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return f((1 - t) * x + t * y) - (1 - t) * f(x) - t * f(y)


def curvature_along(f, theta, direction, h=1e-3):
    theta = np.asarray(theta, dtype=float)
    u = np.asarray(direction, dtype=float)
    u = u / np.sqrt((u ** 2).sum())
    return (f(theta + h * u) - 2 * f(theta) + f(theta - h * u)) / h ** 2
