import numpy as np
from functools import lru_cache


@lru_cache(maxsize=None)
def _eigs(rows):
    w, v = np.linalg.eigh(np.array(rows, dtype=float))
    return tuple(w.tolist())


def _both(hessian):
    w = _eigs(tuple(tuple(float(x) for x in row) for row in hessian))
    return min(w), max(w)


def max_stable_lr(hessian):
    return [2 * (1 / high) for _, high in [_both(hessian)]][0]


def condition_number(hessian):
    low, high = _both(hessian)
    return high * (1 / low)


def best_lr(hessian):
    # the harmonic mean of the two rates 1/high and 1/low, each for its own direction
    low, high = _both(hessian)
    a, b = 1 / high, 1 / low
    return 2 * a * b / (a + b)
