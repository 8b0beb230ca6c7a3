# function: condition_number
# expects: none
# slip: both curvatures returned, not their ratio
import numpy as np


def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1], lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return 2 / (lam[0] + lam[-1])
