# function: max_stable_lr
# expects: LR-SQUARE
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    h = np.asarray(hessian, dtype=float)
    return 2 / np.linalg.eigvalsh(h.T @ h)[-1]


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
