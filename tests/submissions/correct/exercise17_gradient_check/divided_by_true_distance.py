import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    """Divide by the distance that the two places really have after rounding."""
    theta = np.array(theta, dtype=float)
    g = np.empty(theta.shape)
    for k in np.ndindex(theta.shape):
        keep = theta[k]
        right, left = keep + h, keep - h
        theta[k] = right
        up = f(theta)
        theta[k] = left
        down = f(theta)
        theta[k] = keep
        g[k] = (up - down) / (right - left)
    return g


def relative_error(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    top = np.sqrt(((a - b) ** 2).sum())
    bottom = np.sqrt((a**2).sum()) + np.sqrt((b**2).sum())
    return top / bottom if bottom else 0.0

