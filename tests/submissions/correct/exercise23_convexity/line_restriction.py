import numpy as np


def _line(f, start, way):
    return lambda s: f(start + s * way)


def chord_gap(f, x, y, t):
    x, y = np.asarray(x), np.asarray(y)
    g = _line(f, y, x - y)
    return t * g(1) + (1 - t) * g(0) - g(t)


def curvature_along(f, theta, direction, h=1e-3):
    theta, direction = np.asarray(theta), np.asarray(direction)
    g = _line(f, theta, direction / np.sqrt(np.vdot(direction, direction)))
    return sum(weight * g(s) for weight, s in ((1, h), (-2, 0), (1, -h))) / h**2
