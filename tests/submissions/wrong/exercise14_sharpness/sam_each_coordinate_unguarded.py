# function: sam_step
# expects: SM-SIGN
# or: SM-SIGN SM-NOGUARD
import numpy as np


def sharpness(hessian):
    return np.linalg.eigvalsh(hessian)[-1]


def worst_case_rise(hessian, rho):
    top = np.linalg.eigvalsh(hessian)[-1]
    return rho**2 * max(top, 0) / 2


def expected_rise(hessian, sigma):
    return sigma**2 * np.trace(hessian) / 2


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    return theta - lr * grad_fn(theta + rho * g / np.abs(g))
