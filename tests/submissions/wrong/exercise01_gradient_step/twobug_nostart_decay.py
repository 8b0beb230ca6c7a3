# function: gradient_descent
# expects: GD-NOSTART GD-DECAY
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta, path = np.asarray(theta0, dtype=float), []
    for k in range(1, n_steps + 1):
        theta = theta - lr / k * np.asarray(grad_fn(theta))
        path.append(theta)
    return path
