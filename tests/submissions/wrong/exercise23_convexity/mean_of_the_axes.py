# function: curvature_along
# expects: CX-COORD
import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def curvature_along(f, theta, direction, h=1e-3):
    theta = np.asarray(theta, dtype=float)
    u = np.asarray(direction, dtype=float)
    u = u / np.sqrt((u ** 2).sum())
    bends = []
    for k in np.ndindex(theta.shape):
        e = np.zeros(theta.shape)
        e[k] = h
        bends.append((f(theta + e) - 2 * f(theta) + f(theta - e)) / h ** 2)
    return np.mean(bends)
