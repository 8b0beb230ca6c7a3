# function: noise_variance
# expects: MB-SQRTB
import numpy as np


def minibatch_gradient(per_example, index):
    return np.asarray(per_example, dtype=float)[np.asarray(index)].mean(axis=0)


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, dtype=float)
    n = len(g)
    return g.var(axis=0) / np.sqrt(size) * (1 if replace else (n - size) / (n - 1))


def noise_floor(curvature, sigma, lr):
    return lr * sigma ** 2 / (curvature * (2 - lr * curvature))
