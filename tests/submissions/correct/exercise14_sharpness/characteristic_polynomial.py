import numpy as np


def sharpness(hessian):
    H = np.array(hessian, dtype=float)
    return np.roots(np.poly(H)).real.max()


def worst_case_rise(hessian, rho):
    return max(0.5 * sharpness(hessian) * rho**2, 0)


def expected_rise(hessian, sigma):
    H = np.array(hessian, dtype=float)
    # the mean of dᵀHd is Σ Hij·E[di dj], and E[di dj] is σ² on the diagonal alone
    covariance = sigma**2 * np.eye(len(H))
    return 0.5 * (H * covariance).sum()


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    g = grad_fn(theta)
    n = np.sqrt(np.vdot(g, g))
    if n < 1e-15:
        return theta
    perturbed = theta + (rho / n) * g
    grad_there = grad_fn(perturbed)
    grad_there = grad_fn(perturbed)  # asking twice changes nothing
    return theta + (-lr) * grad_there
