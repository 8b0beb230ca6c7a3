# function: condition_number
# expects: none
# slip: the largest over the second largest
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    H = np.array(hessian, dtype=float)
    return 2.0 / la.norm(H, 2)


def condition_number(hessian):
    lam = np.sort(np.linalg.eigvalsh(hessian))
    return lam[-1] / lam[-2] if len(lam) > 1 else 1.0


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
