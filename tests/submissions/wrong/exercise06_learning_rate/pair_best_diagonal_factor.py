# function: best_lr
# expects: LR-DIAG LR-FACTOR
import numpy as np


def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    d = np.diag(np.asarray(hessian, dtype=float))
    return 1 / (d.max() + d.min())
