# function: gradient_descent
# expects: GD-NORM
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x = np.asarray(theta0, dtype=float)
    path = np.zeros((n_steps + 1,) + x.shape)
    path[0] = x
    for i in range(n_steps):
        g = np.asarray(grad_fn(path[i]), dtype=float)
        n = np.linalg.norm(np.ravel(g))
        path[i + 1] = path[i] - lr * g / n if n > 0 else path[i]
    return path
