# function: gradient_descent
# expects: GD-ALIAS
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)      # a copy
    path = [theta]
    for _ in range(n_steps):
        theta -= lr * np.asarray(grad_fn(theta))
        path.append(theta)
    return path
