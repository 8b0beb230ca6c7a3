"""No eigenvalue routine: a power iteration on H + sI, whose eigenvalues are all positive."""
import numpy as np


def sharpness(hessian):
    H = np.array(hessian, dtype=float)
    shift = np.abs(H).sum(axis=1).max()
    A = H + shift * np.eye(len(H))
    v = np.arange(1.0, len(H) + 1)
    for _ in range(3000):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ H @ v


def worst_case_rise(hessian, rho):
    s = sharpness(hessian)
    if s <= 0:
        return 0.0
    return s * rho * rho / 2


def expected_rise(hessian, sigma):
    total = 0.0
    for i in range(len(hessian)):
        total += hessian[i][i]
    return total * sigma * sigma / 2


def sam_step(theta, grad_fn, lr, rho):
    g = np.asarray(grad_fn(theta))
    length = np.sqrt(np.sum(g * g))
    direction = g / (length + 1e-12)
    there = np.asarray(theta) + rho * direction
    return np.asarray(theta) - lr * np.asarray(grad_fn(there))
