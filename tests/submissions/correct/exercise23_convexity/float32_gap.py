import numpy as np


def chord_gap(f, x, y, t):
    x, y, t = np.float32(x), np.float32(y), np.float32(t)
    chord = t * np.float32(f(x)) + (1 - t) * np.float32(f(y))
    return np.float32(chord - np.float32(f(t * x + (1 - t) * y)))


def curvature_along(f, theta, direction, h=1e-3):
    theta = np.asarray(theta, dtype=float)
    u = np.asarray(direction, dtype=float)
    u = u / np.sqrt((u ** 2).sum())
    return (f(theta + h * u) - 2 * f(theta) + f(theta - h * u)) / h ** 2
