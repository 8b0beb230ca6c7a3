# function: condition_number
# expects: LR-DIAG LR-KDIFF
import numpy as np


def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    d = sorted(np.diag(np.asarray(hessian, dtype=float)))
    return d[-1] - d[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
