# function: gradient_descent
# expects: GD-NOEND GD-FROZEN
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0, dtype=float)
    g = np.asarray(grad_fn(theta))
    path = []
    for _ in range(n_steps):
        path.append(theta)
        theta = theta - lr * g
    return path
