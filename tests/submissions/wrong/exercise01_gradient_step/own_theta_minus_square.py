# function: gradient_step
# expects: own
# slip: the gradient is squared before it is used
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad) ** 2


def gradient_descent(grad_fn, theta0, lr, n_steps):
    start = np.asarray(theta0, dtype=float)
    path = np.empty((n_steps + 1,) + start.shape)
    path[0] = start
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k]))
    return path
