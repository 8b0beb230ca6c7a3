import numpy as np


def minibatch_gradient(per_example, index):
    x = np.asarray(per_example, dtype=float)
    return x[list(index), :].sum(axis=0) / len(list(index))


def noise_variance(per_example, size, replace=True):
    """half the mean squared difference of two rows"""
    x = np.asarray(per_example, dtype=float)
    n = len(x)
    var = ((x[:, None] - x[None]) ** 2).mean(axis=(0, 1)) / 2
    return var / size - (0 if replace else var / size * (size - 1) / (n - 1))


def noise_floor(curvature, sigma, lr):
    return 1 / (curvature * (2 / lr - curvature)) * sigma ** 2
