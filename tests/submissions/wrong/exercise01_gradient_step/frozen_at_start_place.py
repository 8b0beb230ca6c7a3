# function: gradient_descent
# expects: GD-FROZEN
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        slope = np.asarray(grad_fn(path[0]))
        path.append(path[-1] - lr * slope)
    return np.stack(path)
