# function: max_stable_lr
# expects: LR-DIAG
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    return 2 / max(hessian[i][i] for i in range(len(hessian)))


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
