import numpy as np


def chord_gap(f, x, y, t):
    x, y = np.asarray(x) * 1.0, np.asarray(y) * 1.0
    values = np.array([f(x), f(y), f(t * x + (1 - t) * y)])
    return np.array(values @ np.array([t, 1 - t, -1.0]))


def curvature_along(f, theta, direction, h=1e-3):
    theta, d = np.asarray(theta) * 1.0, np.asarray(direction) * 1.0
    u = d / np.sqrt(np.einsum("i,i->", d.ravel(), d.ravel()))
    values = np.array([f(theta + k * h * u) for k in (-1, 0, 1)])
    return np.array(np.diff(values, 2)[0] / h**2)
