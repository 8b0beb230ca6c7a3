import numpy as np
from numpy.linalg import eigvalsh, norm


def sharpness(hessian):
    return np.array(np.sort(eigvalsh(np.atleast_2d(hessian)))[::-1][0])


def worst_case_rise(hessian, rho):
    lam = sharpness(hessian)
    return np.where(lam > 0, lam * rho**2 / 2, 0.0)


def expected_rise(hessian, sigma):
    return np.array(np.diag(hessian)).sum() / 2 * sigma**2


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta)
    g1 = grad_fn(theta)
    with np.errstate(invalid="ignore", divide="ignore"):
        eps = np.nan_to_num(rho * g1 / norm(g1))
    g2 = grad_fn(theta + eps)
    return (theta - lr * g2).tolist()
