# function: sam_step
# expects: SM-ASCENT
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
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    n = np.linalg.norm(g)
    if n == 0:
        return theta
    return theta + lr * grad_fn(theta + rho * g / n)
