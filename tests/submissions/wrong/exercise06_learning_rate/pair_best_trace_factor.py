# function: best_lr
# expects: LR-TRACE LR-FACTOR
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    H = np.array(hessian, dtype=float)
    return 2.0 / la.norm(H, 2)


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    return 1 / np.trace(np.asarray(hessian, dtype=float))
