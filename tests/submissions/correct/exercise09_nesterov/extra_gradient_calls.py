"""Asks for the slope here as well, to print how different it is ahead."""
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta, v = np.asarray(theta, dtype=float), np.asarray(v, dtype=float)
    here = np.asarray(grad_fn(theta))
    there = np.asarray(grad_fn(theta - lr * beta * v))
    print("slope here and ahead:", here.ravel()[:2], there.ravel()[:2])
    new_v = np.add(np.multiply(beta, v), there)
    return np.subtract(theta, np.multiply(lr, new_v)), new_v
