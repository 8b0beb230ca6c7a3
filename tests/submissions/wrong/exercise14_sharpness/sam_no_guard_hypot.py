# function: sam_step
# expects: SM-NOGUARD
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
    g = np.asarray(grad_fn(theta), dtype=float)
    e = rho * (g / np.sqrt((g**2).sum()))
    return np.asarray(theta) - lr * np.asarray(grad_fn(np.asarray(theta) + e))
