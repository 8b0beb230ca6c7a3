import numpy as np


def global_norm(grads):
    return np.sqrt(np.sum([np.linalg.norm(g) ** 2 for g in grads]))


def clip_by_global_norm(grads, max_norm):
    norm = global_norm(grads)
    factor = np.clip(max_norm / (norm + 1e-12), None, 1)
    return list(map(lambda g: np.multiply(g, factor), grads)), norm


if __name__ == "__main__":
    g, n = clip_by_global_norm([np.array([2, 4, 4]), np.array([8, 0, 0])], 5)
    assert n == 10 and g[0].tolist() == [1, 2, 2]
