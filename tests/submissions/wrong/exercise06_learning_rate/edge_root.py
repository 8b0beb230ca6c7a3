# function: max_stable_lr
# expects: LR-KSQRT
import numpy as np


def max_stable_lr(hessian):
    h = np.asarray(hessian, dtype=float)
    singular = np.sqrt(np.linalg.svd(h)[1])
    return 2 / singular[0]


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
