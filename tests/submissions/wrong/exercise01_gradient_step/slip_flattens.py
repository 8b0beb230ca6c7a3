# function: gradient_step
# expects: none
# slip: 2-D and 0-d results are flattened to 1-D
import numpy as np


def gradient_step(theta, grad, lr):
    t = np.ravel(theta)
    g = np.ravel(grad)
    return np.array([t[i] - lr * g[i] for i in range(len(t))])


def gradient_descent(grad_fn, theta0, lr, n_steps):
    start = np.asarray(theta0, dtype=float)
    path = np.empty((n_steps + 1,) + start.shape)
    path[0] = start
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k]))
    return path
