# function: expected_rise
# expects: none
# slip: a mean over five hundred draws is not the mean
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
    H = np.asarray(hessian, dtype=float)
    d = sigma * np.random.default_rng(1).normal(size=(500, len(H)))
    return 0.5 * np.einsum("ki,ij,kj->k", d, H, d).mean()


def sam_step(theta, grad_fn, lr, rho):
    start = np.array(theta, dtype=float)
    slope = np.array(grad_fn(start), dtype=float)
    length = np.sqrt((slope**2).sum())
    climb = rho * slope / (length + 1e-12)
    slope_up = grad_fn(start + climb)
    return start - lr * slope_up
