# function: gradient_descent
# expects: none
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta0 = np.array(theta0)
    path = np.zeros((n_steps + 1, *theta0.shape), dtype=theta0.dtype)
    path[0] = theta0
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * grad_fn(path[k])
    return path
