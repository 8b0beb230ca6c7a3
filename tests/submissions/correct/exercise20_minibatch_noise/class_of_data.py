import numpy as np


class Data:
    def __init__(self, rows):
        self.rows = np.asarray(rows, dtype=float)
        self.n = len(self.rows)

    def batch(self, index):
        return self.rows[np.array(index)]

    @property
    def variance(self):
        return np.mean((self.rows - self.rows.mean(axis=0)) ** 2, axis=0)


def minibatch_gradient(per_example, index):
    return Data(per_example).batch(index).mean(axis=0)


def noise_variance(per_example, size, replace=True):
    data = Data(per_example)
    v = data.variance / size
    if not replace:
        v *= (data.n - size) / (data.n - 1)
    return v


def noise_floor(curvature, sigma, lr):
    assert 0 < lr * curvature < 2
    return lr * sigma ** 2 / curvature / (2 - lr * curvature)


if __name__ == "__main__":
    print(noise_floor(2.0, 3.0, 0.5))
