# function: condition_number
# expects: LR-DIAG LR-KSQRT
import numpy as np

def eigs(m):
    return sorted(np.linalg.eigvals(np.asarray(m, dtype=float)).real)


def max_stable_lr(hessian):
    top = eigs(hessian)[-1]
    return 2 / top


def condition_number(hessian):
    d = np.diag(np.asarray(hessian, dtype=float))
    return (d.max() / d.min()) ** 0.5


def best_lr(hessian):
    e = eigs(hessian)
    return 2 / (e[-1] + e[0])
