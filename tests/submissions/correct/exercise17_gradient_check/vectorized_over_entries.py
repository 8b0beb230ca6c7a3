import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.asarray(theta, dtype=float)
    flat = theta.ravel()
    at = lambda v: f(v.reshape(theta.shape))
    rows = np.tile(flat, (flat.size, 1))
    step = h * np.identity(flat.size)
    up = np.apply_along_axis(at, 1, rows + step)
    down = np.apply_along_axis(at, 1, rows - step)
    return ((up - down) * (0.5 / h)).reshape(theta.shape)


def relative_error(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    top = np.sqrt(((a - b) ** 2).sum())
    bottom = np.sqrt((a**2).sum()) + np.sqrt((b**2).sum())
    return top / bottom if bottom else 0.0

