import numpy as np


def chord_gap(f, x, y, t):
    place = np.array(x, dtype=float)
    place *= t
    place += (1 - t) * np.asarray(y, dtype=float)
    gap = -f(place)
    gap += t * f(np.asarray(x, dtype=float))
    gap += (1 - t) * f(np.asarray(y, dtype=float))
    return gap


def curvature_along(f, theta, direction, h=1e-3):
    place = np.array(theta, dtype=float)
    step = np.array(direction, dtype=float)
    step *= h / np.sqrt((step * step).sum())
    total = -2 * f(place)
    place += step
    total += f(place)
    place -= 2 * step
    total += f(place)
    return total / h**2
