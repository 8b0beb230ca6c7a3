# function: gradient_step
# expects: none
# slip: raises ValueError when a step is longer than one
import numpy as np


def gradient_step(theta, grad, lr):
    step = lr * np.asarray(grad)
    if np.any(np.abs(step) > 1):
        raise ValueError("step too large, lr is wrong")
    return np.asarray(theta) - step


def gradient_descent(grad_fn, theta0, lr, n_steps):
    # list of the places visited, the start included
    positions = [theta0]
    while len(positions) < n_steps + 1:
        here = np.asarray(positions[-1], dtype=float)
        positions.append(here - lr * np.asarray(grad_fn(here)))
    return positions
