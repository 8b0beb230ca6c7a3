# function: gradient_descent
# expects: GD-NOSTART
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    trajectory = []
    for _ in range(n_steps):
        theta = theta - lr * np.asarray(grad_fn(theta))
        trajectory.append(theta)
    return trajectory
