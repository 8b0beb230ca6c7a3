# function: curvature_along
# expects: none
# slip: the caller's theta is moved there and back
# or: X-MUTATES
import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def curvature_along(f, theta, direction, h=1e-3):
    theta = np.asarray(theta, dtype=float)
    u = np.asarray(direction, dtype=float)
    u = u / np.sqrt((u ** 2).sum())
    theta += h * u
    up = f(theta)
    theta -= 2 * h * u
    down = f(theta)
    theta += h * u
    return (up - 2 * f(theta) + down) / h ** 2
