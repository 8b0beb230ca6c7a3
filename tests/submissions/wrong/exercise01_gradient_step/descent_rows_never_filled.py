# function: gradient_descent
# expects: GD-EMPTY
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0, dtype=float)
    path = np.zeros((n_steps + 1, *theta.shape))
    path[0] = theta
    for _ in range(n_steps):
        theta = gradient_step(theta, grad_fn(theta), lr)
    return path
