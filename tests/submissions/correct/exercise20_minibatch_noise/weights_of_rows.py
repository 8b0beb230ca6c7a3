import numpy as np


def minibatch_gradient(per_example, index):
    """Every row weighs as often as it was drawn."""
    g = np.asarray(per_example, dtype=float)
    counts = np.bincount(np.asarray(index), minlength=len(g))
    return counts @ g / counts.sum()


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, dtype=float)
    n = len(g)
    if replace:
        return g.var(axis=0) / size
    # Cochran: S^2/n * (1 - f)
    return g.var(axis=0, ddof=1) / size * (1 - size / n)


def noise_floor(curvature, sigma, lr):
    return sigma ** 2 * lr / curvature / (2 - lr * curvature)
