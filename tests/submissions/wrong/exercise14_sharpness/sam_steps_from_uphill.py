# function: sam_step
# expects: SM-STAYS
import numpy as np


def sharpness(hessian):
    values, _ = np.linalg.eigh(np.array(hessian, dtype=float))
    return max(values)


def worst_case_rise(hessian, rho):
    values, _ = np.linalg.eigh(np.array(hessian, dtype=float))
    curvature = max(values)
    if curvature < 0:
        return 0.0
    return 0.5 * curvature * rho * rho


def expected_rise(hessian, sigma):
    values, _ = np.linalg.eigh(np.array(hessian, dtype=float))
    return 0.5 * sigma * sigma * sum(values)


def sam_step(theta, grad_fn, lr, rho):
    w = np.array(theta, dtype=float)
    g = grad_fn(w)
    n = np.sqrt(np.sum(g * g))
    if n > 0:
        w = w + rho * g / n
    w = w - lr * grad_fn(w)
    return w
