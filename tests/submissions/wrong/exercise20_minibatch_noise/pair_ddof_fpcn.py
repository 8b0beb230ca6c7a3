# function: noise_variance
# expects: MB-DDOF MB-FPCN
import numpy as np


def minibatch_gradient(per_example, index):
    return np.asarray(per_example, dtype=float)[np.asarray(index)].mean(axis=0)


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, dtype=float)
    n = len(g)
    return g.var(axis=0, ddof=1) / size * (1 if replace else 1 - size / n)


def noise_floor(curvature, sigma, lr):
    return lr * sigma ** 2 / (curvature * (2 - lr * curvature))
