# function: gradient_step
# expects: none
# slip: no return statement, None comes back
import numpy as np


def gradient_step(theta, grad, lr):
    theta = np.asarray(theta) - lr * np.asarray(grad)
    print(theta)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    # list of the places visited, the start included
    positions = [theta0]
    while len(positions) < n_steps + 1:
        here = np.asarray(positions[-1], dtype=float)
        positions.append(here - lr * np.asarray(grad_fn(here)))
    return positions
