# function: gradient_descent
# expects: GD-NOSTART GD-EXTRA
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    trajectory = []
    for _ in range(n_steps + 1):
        theta = theta - lr * np.asarray(grad_fn(theta))
        trajectory.append(theta)
    return np.array(trajectory)
