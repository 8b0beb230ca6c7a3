# function: gradient_descent
# expects: GD-NOEND
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for i in range(1, n_steps):
        here = path[-1]
        path.append(here - lr * np.asarray(grad_fn(here)))
    return path
