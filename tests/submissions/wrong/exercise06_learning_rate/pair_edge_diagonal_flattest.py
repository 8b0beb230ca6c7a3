# function: max_stable_lr
# expects: LR-DIAG LR-MIN
import numpy as np

def eigs(m):
    return sorted(np.linalg.eigvals(np.asarray(m, dtype=float)).real)


def max_stable_lr(hessian):
    return 2 / min(np.diagonal(hessian))


def condition_number(hessian):
    e = eigs(hessian)
    return e[-1] / e[0]


def best_lr(hessian):
    e = eigs(hessian)
    return 2 / (e[-1] + e[0])
