# function: max_stable_lr
# expects: LR-FACTOR
import numpy as np


def max_stable_lr(hessian):
    curvature = 0.5 * np.linalg.eigvalsh(hessian)[-1]
    return 2 / curvature


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
