import numpy as np


from functools import partial


def _mix(t, a, b):
    return t * a + (1 - t) * b


def chord_gap(f, x, y, t):
    mix = partial(_mix, t)
    x, y = map(np.asarray, (x, y))
    return mix(f(x), f(y)) - f(mix(x, y))


class Bend:
    def __call__(self, f, theta, direction, h=1e-3):
        theta, direction = (np.asarray(one, dtype=np.float64) for one in (theta, direction))
        u = direction / np.sqrt(np.sum(direction * direction))
        print("direction of length", np.sqrt(np.sum(direction * direction)))
        return float(f(theta + h * u) - 2 * f(theta) + f(theta - h * u)) / h / h


curvature_along = Bend()

assert abs(chord_gap(lambda p: p**2, 4.0, 0.0, 0.25) - 3) < 1e-12
assert abs(curvature_along(lambda p: p**4, 1.0, 5.0, h=0.5) - 12.5) < 1e-9
