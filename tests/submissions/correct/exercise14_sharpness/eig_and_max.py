import numpy as np


def sharpness(hessian):
    # eig does not promise an order, so look at all of them
    values, vectors = np.linalg.eig(np.array(hessian))
    return float(np.real(values).max())


def worst_case_rise(hessian, rho):
    values, vectors = np.linalg.eigh(np.array(hessian))
    best = 0
    for k in range(len(values)):
        move = rho * vectors[:, k]
        best = max(best, 0.5 * move @ np.array(hessian) @ move)
    return best


def expected_rise(hessian, sigma):
    return (sigma**2 / 2) * np.sum(np.linalg.eigvalsh(np.array(hessian)))


def sam_step(theta, grad_fn, lr, rho):
    theta = np.array(theta, dtype=np.float64)
    gradient = np.array(grad_fn(theta), dtype=np.float64)
    if not gradient.any():
        return theta
    unit = gradient / np.linalg.norm(gradient)
    worst_place = theta + rho * unit
    return theta - lr * np.array(grad_fn(worst_place))
