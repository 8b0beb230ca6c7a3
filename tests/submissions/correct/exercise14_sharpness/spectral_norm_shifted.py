import numpy as np


def sharpness(hessian):
    h = np.asarray(hessian, float)
    up = np.linalg.norm(h)  # Frobenius bounds every eigenvalue
    return np.linalg.norm(h + up * np.identity(h.shape[0]), 2) - up


worst_case_rise = lambda hessian, rho: np.clip(sharpness(hessian), 0, None) * np.square(rho) / 2
expected_rise = lambda hessian, sigma: np.einsum("ii", np.asarray(hessian, float)) * np.square(sigma) / 2


def sam_step(theta, grad_fn, lr, rho):
    g = grad_fn(theta)
    n = np.sqrt(np.tensordot(g, g, axes=np.ndim(g)))
    return np.subtract(theta, np.multiply(lr, grad_fn(np.add(theta, rho * np.divide(g, n) if n else 0))))
