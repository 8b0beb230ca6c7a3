import numpy as np


def chord_gap(f, x, y, t):
    x, y, t = np.float32(x), np.float32(y), np.float32(t)
    chord = t * np.float32(f(x)) + (1 - t) * np.float32(f(y))
    return np.float32(chord - np.float32(f(t * x + (1 - t) * y)))


def curvature_along(f, theta, direction, h=1e-3):
    """The gap needs no more than single precision; the second difference does."""
    here, way = np.array(theta, dtype=np.float64), np.array(direction, dtype=np.float64)
    length = float(np.sqrt(np.sum(np.square(way))))
    heights = [float(f(here + side * (h / length) * way)) for side in (-1, 0, 1)]
    return float(np.dot([1.0, -2.0, 1.0], heights)) / (h * h)
