# function: max_stable_lr
# expects: LR-ONE
# or: LR-FACTOR
import numpy as np


def max_stable_lr(hessian):
    lam_max = np.linalg.eigvalsh(hessian).max()
    return 1 / lam_max


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
