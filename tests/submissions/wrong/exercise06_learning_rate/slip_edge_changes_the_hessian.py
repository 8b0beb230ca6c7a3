# function: max_stable_lr
# expects: none
# slip: the caller's matrix is changed
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    hessian += hessian.T
    hessian /= 2
    np.fill_diagonal(hessian, np.diag(hessian) + 1e-3)
    return 2 / (np.linalg.eigvalsh(hessian)[-1] - 1e-3)


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
