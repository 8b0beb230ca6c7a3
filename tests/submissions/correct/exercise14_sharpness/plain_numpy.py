import numpy as np


def sharpness(hessian):
    return np.linalg.eigvalsh(hessian).max()


def worst_case_rise(hessian, rho):
    return 0.5 * rho**2 * max(0, sharpness(hessian))


def expected_rise(hessian, sigma):
    return 0.5 * sigma**2 * np.trace(hessian)


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    norm = np.linalg.norm(g)
    if norm == 0:
        return theta
    return theta - lr * grad_fn(theta + rho * g / norm)
