# function: condition_number
# expects: none
# slip: cut to a whole number
import numpy as np

def eigs(m):
    return sorted(np.linalg.eigvals(np.asarray(m, dtype=float)).real)


def max_stable_lr(hessian):
    top = eigs(hessian)[-1]
    return 2 / top


def condition_number(hessian):
    lam = np.linalg.eigvalsh(hessian)
    return int(lam[-1] / lam[0])


def best_lr(hessian):
    e = eigs(hessian)
    return 2 / (e[-1] + e[0])
