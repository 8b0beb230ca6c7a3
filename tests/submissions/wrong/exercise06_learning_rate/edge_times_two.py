# function: max_stable_lr
# expects: LR-NOINV
import numpy as np


def max_stable_lr(hessian):
    return 2 * np.linalg.eigvalsh(hessian).max()


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
