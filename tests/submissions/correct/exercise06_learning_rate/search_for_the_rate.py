import numpy as np


def _slowest(lr, lam):
    return np.abs(1 - lr * lam).max()


def max_stable_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    low, high = 0.0, 4 / lam.max()
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _slowest(middle, lam) < 1 else (low, middle)
    return low


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return np.exp(np.log(lam.max()) - np.log(lam.min()))


def best_lr(hessian):
    # the steep side of the kink: where 1 - lr*min and lr*max - 1 cross
    lam = np.linalg.eigvalsh(hessian)
    low, high = 0.0, 2 / lam.max()
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - middle * lam.min() > middle * lam.max() - 1 else (low, middle)
    return high
