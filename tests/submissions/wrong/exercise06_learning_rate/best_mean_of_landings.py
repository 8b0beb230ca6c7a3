# function: best_lr
# expects: LR-BESTMEAN
import numpy as np


def max_stable_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return lam[-1] / lam[0]


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return np.mean([1 / lam[0], 1 / lam[-1]])
