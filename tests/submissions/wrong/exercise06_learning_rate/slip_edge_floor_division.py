# function: max_stable_lr
# expects: none
# slip: floor division
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    return 2 // np.linalg.eigvalsh(hessian)[-1]


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
