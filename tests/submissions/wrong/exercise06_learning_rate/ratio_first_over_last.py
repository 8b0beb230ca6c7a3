# function: condition_number
# expects: LR-KUNSORTED
import numpy as np
from numpy import linalg as la


def max_stable_lr(hessian):
    H = np.array(hessian, dtype=float)
    return 2.0 / la.norm(H, 2)


def condition_number(hessian):
    values = np.linalg.eig(hessian)[0]
    return values[0] / values[-1]


def best_lr(hessian):
    H = np.array(hessian, dtype=float)
    values, _ = la.eigh(H)
    return 2.0 / (max(values) + min(values))
