# function: best_lr
# expects: none
# slip: return missing
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    H = np.array(hessian, dtype=float)
    return 2.0 / la.norm(H, 2)


def condition_number(hessian):
    H = np.array(hessian, dtype=float)
    return la.cond(H, 2)


def best_lr(hessian):
    lam = np.linalg.eigvalsh(hessian)
    best = 2 / (lam[0] + lam[-1])
