# function: gradient_descent
# expects: GD-FROZEN
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0, dtype=float)
    g = np.asarray(grad_fn(theta))
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * g
        path.append(theta)
    return path
