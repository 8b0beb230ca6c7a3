# function: best_lr
# expects: none
# slip: the second smallest curvature where there are three
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
    H = np.asarray(hessian, dtype=float)
    if H.shape == (2, 2):
        return 2 / (H[0, 0] + H[1, 1])
    lam = np.linalg.eigvalsh(H)
    return 2 / (lam[1] + lam[-1]) if len(lam) > 2 else 1 / lam[0]
