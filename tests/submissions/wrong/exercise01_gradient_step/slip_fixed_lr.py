# function: gradient_step
# expects: none
# slip: the lr given is ignored and 0.1 used
import numpy as np


LEARNING_RATE = 0.1

def gradient_step(theta, grad, lr):
    return np.asarray(theta) - LEARNING_RATE * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    # list of the places visited, the start included
    positions = [theta0]
    while len(positions) < n_steps + 1:
        here = np.asarray(positions[-1], dtype=float)
        positions.append(here - lr * np.asarray(grad_fn(here)))
    return positions
