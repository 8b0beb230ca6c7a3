# function: max_stable_lr
# expects: LR-KUNSORTED
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    values, vectors = np.linalg.eig(hessian)
    return 2 / values[0]


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
