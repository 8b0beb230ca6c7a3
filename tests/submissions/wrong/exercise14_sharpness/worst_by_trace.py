# function: worst_case_rise
# expects: SH-TRACE
import numpy as np


def sharpness(hessian):
    values, _ = np.linalg.eigh(np.array(hessian, dtype=float))
    return max(values)


def worst_case_rise(hessian, rho):
    return rho**2 * max(np.trace(hessian), 0) / 2


def expected_rise(hessian, sigma):
    values, _ = np.linalg.eigh(np.array(hessian, dtype=float))
    return 0.5 * sigma * sigma * sum(values)


def sam_step(theta, grad_fn, lr, rho):
    start = np.array(theta, dtype=float)
    slope = np.array(grad_fn(start), dtype=float)
    length = np.sqrt((slope**2).sum())
    climb = rho * slope / (length + 1e-12)
    slope_up = grad_fn(start + climb)
    return start - lr * slope_up
