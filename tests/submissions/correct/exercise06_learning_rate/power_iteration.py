import numpy as np


def _largest(apply, n, rounds=600):
    x = np.random.RandomState(3).rand(n) + 0.1
    for _ in range(rounds):
        x = apply(x)
        x = x / np.sqrt(x @ x)
    return x @ apply(x)


def _extremes(hessian):
    h = np.array(hessian, dtype=np.float64)
    top = _largest(lambda x: h @ x, len(h))
    bottom = 1 / _largest(lambda x: np.linalg.solve(h, x), len(h))
    return top, bottom


def max_stable_lr(hessian):
    return 2 / _extremes(hessian)[0]


def condition_number(hessian):
    top, bottom = _extremes(hessian)
    return top / bottom


def best_lr(hessian):
    return 2 / sum(_extremes(hessian))
