# function: max_stable_lr
# expects: LR-TRACE
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    total = 0.0
    for value in np.linalg.eigvalsh(hessian):
        total += value
    return 2 / total


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
