"""The expected rise as what it is: a mean over shoves."""
from itertools import product

import numpy as np


def _rise(H, d):
    return 0.5 * d @ H @ d


def sharpness(hessian):
    H = np.asarray(hessian, dtype=float)
    _, axes = np.linalg.eigh(H)
    return max(2 * _rise(H, axis) for axis in axes.T)


def worst_case_rise(hessian, rho):
    H = np.asarray(hessian, dtype=float)
    _, axes = np.linalg.eigh(H)
    moves = [0 * axes[0]] + [rho * axis for axis in axes.T]
    return max(_rise(H, move) for move in moves)


def expected_rise(hessian, sigma):
    H = np.asarray(hessian, dtype=float)
    signs = product([-sigma, sigma], repeat=len(H))
    return np.mean([_rise(H, np.array(d)) for d in signs])


def sam_step(theta, grad_fn, lr, rho):
    start = np.array(theta, dtype=float)
    place = start.copy()
    g = grad_fn(place)
    size = np.linalg.norm(np.ravel(g))
    if size > 0:
        place += rho * g / size
    g = grad_fn(place)
    place = start.copy()
    place -= lr * g
    return place
