# function: best_lr
# expects: LR-MIN
import numpy as np


def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    return 1 / np.linalg.eigvalsh(hessian)[0]
