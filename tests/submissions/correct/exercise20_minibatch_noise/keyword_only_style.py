import numpy as np


def _matrix(rows):
    return np.stack([np.asarray(row, dtype=float) for row in rows])


def minibatch_gradient(per_example, index):
    return np.ones(len(index)) / len(index) @ _matrix(per_example)[np.asarray(index)]


def noise_variance(per_example, size, replace=True):
    rows = _matrix(per_example)
    sigma = np.std(rows, axis=0)
    finite = 1 if replace else (rows.shape[0] - size) / (rows.shape[0] - 1)
    return (sigma / np.sqrt(size)) ** 2 * finite


def noise_floor(curvature, sigma, lr):
    return np.asarray(lr * np.power(sigma, 2) / (curvature * (2 - lr * curvature)))
