import numpy as np


def minibatch_gradient(per_example, index):
    drawn = np.take(np.array(per_example, dtype=float), index, axis=0)
    return np.einsum("ij->j", drawn) / drawn.shape[0]


def noise_variance(per_example, size, replace=True):
    g = np.array(per_example, dtype=float)
    g -= g.mean(axis=0)
    sigma2 = np.einsum("ij,ij->j", g, g) / g.shape[0]
    correction = 1.0
    if replace is False:
        correction = (g.shape[0] - size) / (g.shape[0] - 1)
    return sigma2 * correction / size


def noise_floor(curvature, sigma, lr):
    return np.divide(lr * np.square(sigma), curvature * (2.0 - np.multiply(lr, curvature)))
