# function: gradient_descent
# expects: GD-LAST
# or: GD-ALIAS GD-LAST
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta -= lr * np.asarray(grad_fn(theta))
        path.append(theta)
    return path[-1]
