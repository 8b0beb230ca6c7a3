# function: worst_case_rise
# expects: none
# slip: forty random directions, of which the best is not the worst case
import numpy as np


def sharpness(hessian):
    return np.linalg.eigvalsh(hessian)[-1]


def worst_case_rise(hessian, rho):
    H = np.asarray(hessian, dtype=float)
    rng = np.random.default_rng(0)
    best = 0.0
    for _ in range(40):
        d = rng.normal(size=len(H))
        d = rho * d / np.linalg.norm(d)
        best = max(best, 0.5 * d @ H @ d)
    return best


def expected_rise(hessian, sigma):
    return sigma**2 * np.trace(hessian) / 2


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    n = np.linalg.norm(g)
    if n == 0:
        return theta
    return theta - lr * grad_fn(theta + rho * g / n)
