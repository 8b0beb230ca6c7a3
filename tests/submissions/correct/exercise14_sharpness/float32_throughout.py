import numpy as np

f = np.float32


def sharpness(hessian):
    return np.linalg.eigvalsh(np.asarray(hessian, dtype=f))[-1]


def worst_case_rise(hessian, rho):
    return f(rho) * f(rho) * np.maximum(sharpness(hessian), f(0)) * f(0.5)


def expected_rise(hessian, sigma):
    return f(sigma) ** 2 * np.asarray(hessian, dtype=f).diagonal().sum(dtype=f) / f(2)


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=f)
    g = np.asarray(grad_fn(theta), dtype=f)
    norm = np.linalg.norm(g.reshape(-1))
    up = theta + f(rho) * g / norm if norm > 0 else theta
    return theta - f(lr) * np.asarray(grad_fn(up), dtype=f)
