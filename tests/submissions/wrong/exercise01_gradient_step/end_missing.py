# function: gradient_descent
# expects: GD-NOEND
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = []
    for i in range(n_steps):
        path.append(theta)
        theta = theta - lr * np.asarray(grad_fn(theta))
    return path
