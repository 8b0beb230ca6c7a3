# function: expected_rise
# expects: SH-LMAX
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
    n = len(hessian)
    return n * sigma**2 * np.linalg.eigvalsh(hessian)[-1] / 2


def sam_step(theta, grad_fn, lr, rho):
    start = np.array(theta, dtype=float)
    slope = np.array(grad_fn(start), dtype=float)
    length = np.sqrt((slope**2).sum())
    climb = rho * slope / (length + 1e-12)
    slope_up = grad_fn(start + climb)
    return start - lr * slope_up
