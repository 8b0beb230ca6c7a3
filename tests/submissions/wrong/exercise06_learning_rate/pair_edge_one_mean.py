# function: max_stable_lr
# expects: LR-ONE LR-MEAN
# or: LR-FACTOR LR-MEAN
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    H = np.asarray(hessian)
    return len(H) / np.trace(H)


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
