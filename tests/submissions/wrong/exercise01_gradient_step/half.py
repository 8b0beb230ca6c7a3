# function: gradient_step
# expects: GS-HALF
import numpy as np


def gradient_step(theta, grad, lr):
    # cost is 1/2 (...)^2 so there is a half
    t = np.array(theta, dtype=float)
    t -= 0.5 * lr * np.array(grad)
    return t


def gradient_descent(grad_fn, theta0, lr, n_steps):
    start = np.asarray(theta0, dtype=float)
    path = np.empty((n_steps + 1,) + start.shape)
    path[0] = start
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k]))
    return path
