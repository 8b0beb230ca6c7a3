# function: gradient_descent
# expects: GD-DECAY
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for k in range(n_steps):
        rate = lr / (k + 1)
        path.append(path[-1] - rate * np.asarray(grad_fn(path[-1])))
    return path
