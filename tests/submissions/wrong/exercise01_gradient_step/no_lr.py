# function: gradient_step
# expects: GS-NOLR
import numpy as np


def gradient_step(theta, grad, lr):
    return np.subtract(theta, grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    # list of the places visited, the start included
    positions = [theta0]
    while len(positions) < n_steps + 1:
        here = np.asarray(positions[-1], dtype=float)
        positions.append(here - lr * np.asarray(grad_fn(here)))
    return positions
