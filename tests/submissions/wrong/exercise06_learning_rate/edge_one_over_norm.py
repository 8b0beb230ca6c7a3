# function: max_stable_lr
# expects: LR-ONE
# or: LR-FACTOR
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    return 1.0 / np.linalg.norm(np.asarray(hessian, dtype=float), ord=2)


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
