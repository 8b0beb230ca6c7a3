# function: gradient_descent
# expects: none
# slip: after ten steps the path stands still
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for k in range(n_steps):
        here = path[-1]
        path.append(here - lr * np.asarray(grad_fn(here)) if k < 10 else here)
    return path
