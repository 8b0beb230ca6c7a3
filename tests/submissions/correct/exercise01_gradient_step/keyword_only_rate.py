import numpy as np


def gradient_step(theta, grad, *, lr):
    return np.array(theta, dtype=float) - lr * np.array(grad, dtype=float)


def gradient_descent(grad_fn, theta0, *, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = np.repeat(theta[np.newaxis], n_steps + 1, axis=0)
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k]))
    return path
