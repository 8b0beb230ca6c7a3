# function: condition_number
# expects: LR-SQUARE
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    H = np.array(hessian, dtype=float)
    return 2.0 / la.norm(H, 2)


def condition_number(hessian):
    H = np.asarray(hessian, dtype=float)
    return np.linalg.cond(H @ H)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
