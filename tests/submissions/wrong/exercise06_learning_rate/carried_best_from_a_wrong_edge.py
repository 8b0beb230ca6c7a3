# function: max_stable_lr
# expects: LR-ONE
# or: LR-FACTOR
import numpy as np


def max_stable_lr(hessian):
    return 1 / np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    kappa = condition_number(hessian)
    return max_stable_lr(hessian) * kappa / (kappa + 1)
