# function: condition_number
# expects: LR-FRO
import numpy as np

def eigs(m):
    return sorted(np.linalg.eigvals(np.asarray(m, dtype=float)).real)


def max_stable_lr(hessian):
    top = eigs(hessian)[-1]
    return 2 / top


def condition_number(hessian):
    H = np.asarray(hessian, dtype=float)
    return np.linalg.norm(H) * np.linalg.norm(np.linalg.inv(H))


def best_lr(hessian):
    e = eigs(hessian)
    return 2 / (e[-1] + e[0])
