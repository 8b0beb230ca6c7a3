import numpy as np


def minibatch_gradient(per_example, index):
    per_example = np.asarray(per_example, dtype=float)
    total = np.zeros(per_example.shape[1])
    for i in index:
        total += per_example[i]
    return total / len(index)


def noise_variance(per_example, size, replace=True):
    """Welford's algorithm."""
    mean, m2, n = 0.0, 0.0, 0
    for row in np.asarray(per_example, dtype=float):
        n += 1
        delta = row - mean
        mean = mean + delta / n
        m2 = m2 + delta * (row - mean)
    var = m2 / n
    return var / size * (1 if replace else (n - size) / (n - 1))


def noise_floor(curvature, sigma, lr):
    x = lr * curvature
    return (sigma / curvature) ** 2 * x / (2 - x)
