# function: best_lr
# expects: LR-EDGE
import numpy as np

def eigs(m):
    return sorted(np.linalg.eigvals(np.asarray(m, dtype=float)).real)


def max_stable_lr(hessian):
    top = eigs(hessian)[-1]
    return 2 / top


def condition_number(hessian):
    e = eigs(hessian)
    return e[-1] / e[0]


def best_lr(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[-1]
