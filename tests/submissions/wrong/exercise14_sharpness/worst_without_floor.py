# function: worst_case_rise
# expects: SH-NOFLOOR
import numpy as np


def sharpness(hessian):
    return np.linalg.eigvalsh(hessian)[-1]


def worst_case_rise(hessian, rho):
    return 0.5 * np.linalg.eigvalsh(hessian)[-1] * rho**2


def expected_rise(hessian, sigma):
    return sigma**2 * np.trace(hessian) / 2


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    n = np.linalg.norm(g)
    if n == 0:
        return theta
    return theta - lr * grad_fn(theta + rho * g / n)
