import numpy as np


class Check:
    def __init__(self, default=1e-5):
        self.default = default

    def numeric(self, f, theta, h=None):
        h = self.default if h is None else h
        theta = np.asarray(theta, dtype=float)

        def one(k):
            e = np.zeros(theta.size)
            e[k] = 1.0
            e = e.reshape(theta.shape)
            return (f(theta + h * e) - f(theta - h * e)) / (2.0 * h)

        return np.fromiter(map(one, range(theta.size)), float).reshape(theta.shape)

    @staticmethod
    def error(a, b):
        a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
        length = lambda v: np.sqrt(np.einsum("i,i->", v.ravel(), v.ravel()))
        both = length(a) + length(b)
        return 0.0 if both == 0 else length(a - b) / both


numeric_gradient = Check().numeric
relative_error = Check.error
