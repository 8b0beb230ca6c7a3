import numpy as np


def minibatch_gradient(per_example, index):
    return np.mean(np.asarray(per_example)[index], axis=0)


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, dtype=float)
    n = g.shape[0]
    var = np.var(g, axis=0) / size
    return var if replace else var * (n - size) / (n - 1)


def noise_floor(curvature, sigma, lr):
    return lr * sigma ** 2 / (curvature * (2 - lr * curvature))
