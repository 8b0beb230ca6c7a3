import numpy as np

F = np.float32


def minibatch_gradient(per_example, index):
    rows = np.asarray(per_example, F)[np.asarray(index, dtype=int)]
    return rows.sum(0) / F(len(rows))


def noise_variance(per_example, size, replace=True):
    g = np.asarray(per_example, F)
    n = F(len(g))
    centred = g - g.mean(0)
    share = F(1) if replace else (n - F(size)) / (n - F(1))
    return (centred * centred).mean(0) / F(size) * share


def noise_floor(curvature, sigma, lr):
    a, s, lr = F(curvature), F(sigma), F(lr)
    return lr * s * s / (a * (F(2) - lr * a))
