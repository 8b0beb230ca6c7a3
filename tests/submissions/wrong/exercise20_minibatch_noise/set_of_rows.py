# function: minibatch_gradient
# expects: MB-UNIQUE
import numpy as np


def minibatch_gradient(per_example, index):
    g = np.asarray(per_example, dtype=float)
    return g[np.unique(index)].mean(axis=0)


def noise_variance(per_example, size, replace=True):
    rows = np.asarray(per_example, dtype=float)
    var = rows.var(axis=0) / size
    return var if replace else var * (len(rows) - size) / (len(rows) - 1)


def noise_floor(curvature, sigma, lr):
    return lr * sigma ** 2 / (curvature * (2 - lr * curvature))
