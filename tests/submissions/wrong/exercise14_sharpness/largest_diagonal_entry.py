# function: sharpness
# expects: SH-DIAG
import numpy as np


def sharpness(hessian):
    return max(hessian[i][i] for i in range(len(hessian)))


def worst_case_rise(hessian, rho):
    top = np.linalg.eigvalsh(hessian)[-1]
    return rho**2 * max(top, 0) / 2


def expected_rise(hessian, sigma):
    return sigma**2 * np.trace(hessian) / 2


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    n = np.linalg.norm(g)
    if n == 0:
        return theta
    return theta - lr * grad_fn(theta + rho * g / n)
