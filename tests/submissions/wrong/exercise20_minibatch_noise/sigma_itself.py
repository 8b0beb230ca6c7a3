# function: noise_floor
# expects: MB-NOSQ
import numpy as np


def minibatch_gradient(per_example, index):
    return np.asarray(per_example, dtype=float)[np.asarray(index)].mean(axis=0)


def noise_variance(per_example, size, replace=True):
    rows = np.asarray(per_example, dtype=float)
    var = rows.var(axis=0) / size
    return var if replace else var * (len(rows) - size) / (len(rows) - 1)


def noise_floor(curvature, sigma, lr):
    return lr * sigma / (curvature * (2 - lr * curvature))
