import numpy as np

def roots(hessian):
    hessian = np.asarray(hessian, dtype=float)
    return np.sort(np.roots(np.poly(hessian)).real)

def max_stable_lr(hessian) -> float:
    return float(2 / roots(hessian)[-1])

def condition_number(hessian) -> float:
    r = roots(hessian)
    # a round bowl has one root many times, and those scatter: ask the matrix then
    h = np.asarray(hessian, dtype=float)
    if np.allclose(h, h[0, 0] * np.eye(len(h))):
        return 1.0
    return float(r[-1] / r[0])

def best_lr(hessian) -> float:
    r = roots(hessian)
    return float(2 / (r[-1] + r[0]))
