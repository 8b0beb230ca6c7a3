# function: max_stable_lr
# expects: LR-ONE LR-TRACE
# or: LR-FACTOR LR-TRACE
import numpy as np


def max_stable_lr(hessian):
    return 1 / np.trace(hessian)


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
