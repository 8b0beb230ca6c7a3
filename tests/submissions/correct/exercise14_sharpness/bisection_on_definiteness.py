"""λmax is the least s for which sI − H is positive definite: found by bisection with Cholesky."""
import functools

import numpy as np


@functools.lru_cache
def _largest(rows):
    H = np.array(rows, dtype=float)
    reach = np.abs(H).sum(axis=1).max()
    low, high = -reach, reach
    for _ in range(80):
        middle = (low + high) / 2
        try:
            np.linalg.cholesky(middle * np.eye(len(H)) - H)
            high = middle
        except np.linalg.LinAlgError:
            low = middle
    return high


def sharpness(hessian):
    return _largest(tuple(map(tuple, np.asarray(hessian, dtype=float).tolist())))


def worst_case_rise(hessian, rho):
    return np.maximum(sharpness(hessian), 0.0) * (rho**2) / 2


def expected_rise(hessian, sigma):
    return np.sum(np.asarray(hessian) * np.eye(len(hessian))) * sigma**2 / 2


def sam_step(theta, grad_fn, lr, rho):
    theta = np.asarray(theta, dtype=float)
    flat = theta.reshape(-1)
    g = np.reshape(grad_fn(theta), -1)
    length = np.linalg.norm(g, 2)
    up = flat + rho * g / length if length else flat
    return (flat - lr * np.reshape(grad_fn(up.reshape(theta.shape)), -1)).reshape(theta.shape)
