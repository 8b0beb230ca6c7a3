import numpy as np


def minibatch_gradient(per_example, index):
    picked = np.array([per_example[i] for i in index], dtype=float)
    return picked.mean(0)


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, dtype=np.float64)
    variance = (g ** 2).mean(axis=0) - g.mean(axis=0) ** 2
    N = len(g)
    if not replace:
        variance = variance * (N - size)
        variance = variance / (N - 1)
    return variance / size


def noise_floor(curvature, sigma, lr):
    """geometric series: lr^2 s^2 (1 + r + r^2 + ...), r = (1 - lr a)^2"""
    r = (1 - lr * curvature) ** 2
    return lr ** 2 * sigma ** 2 / (1 - r)
