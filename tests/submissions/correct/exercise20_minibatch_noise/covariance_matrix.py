import numpy as np


def minibatch_gradient(per_example, index):
    return np.average(np.asarray(per_example, dtype=float)[np.asarray(index)], axis=0)


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, dtype=float)
    covariance = np.atleast_2d(np.cov(g, rowvar=False, bias=True))
    factor = 1 / size if replace else (len(g) - size) / (size * (len(g) - 1))
    return np.diag(covariance) * factor


def noise_floor(curvature, sigma, lr):
    return float(lr * sigma * sigma / (2 * curvature - lr * curvature ** 2))
