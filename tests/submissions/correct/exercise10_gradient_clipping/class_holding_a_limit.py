import numpy as np


class Limit:
    def __init__(self, longest):
        self.longest = longest

    def __call__(self, arrow, length):
        return arrow if length < self.longest else arrow / length * self.longest


def clip_by_global_norm(grads, max_norm):
    limit = Limit(max_norm)
    squares = [np.asarray(g, float).ravel() @ np.asarray(g, float).ravel() for g in grads]
    length = float(np.sqrt(np.sum(squares)))
    return [limit(np.asarray(g, float), length) for g in grads], np.array(length)
