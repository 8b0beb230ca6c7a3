# function: gradient_step
# expects: none
# slip: the coordinates come back sorted
import numpy as np


def gradient_step(theta, grad, lr):
    return np.sort(np.atleast_1d(np.asarray(theta) - lr * np.asarray(grad)), axis=-1).reshape(np.shape(theta))


def gradient_descent(grad_fn, theta0, lr, n_steps):
    # list of the places visited, the start included
    positions = [theta0]
    while len(positions) < n_steps + 1:
        here = np.asarray(positions[-1], dtype=float)
        positions.append(here - lr * np.asarray(grad_fn(here)))
    return positions
