import numpy as np


def chord_gap(f, x, y, t):
    x = np.array(x, float)
    y = np.array(y, float)
    point = y + t * (x - y)
    return f(y) + t * (f(x) - f(y)) - f(point)


def curvature_along(f, theta, direction, h=1e-3):
    d = np.array(direction, float)
    step = h * d / np.linalg.norm(d.ravel())
    theta = np.array(theta, float)
    up, here, down = f(theta + step), f(theta), f(theta - step)
    return ((up - here) - (here - down)) / (h * h)
