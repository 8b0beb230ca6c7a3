# function: condition_number
# expects: LR-LOG
import numpy as np

def eigs(m):
    return sorted(np.linalg.eigvals(np.asarray(m, dtype=float)).real)


def max_stable_lr(hessian):
    top = eigs(hessian)[-1]
    return 2 / top


def condition_number(hessian):
    return np.log10(np.linalg.cond(hessian))


def best_lr(hessian):
    e = eigs(hessian)
    return 2 / (e[-1] + e[0])
