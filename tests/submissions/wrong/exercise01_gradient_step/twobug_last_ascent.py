# function: gradient_descent
# expects: GD-LAST GD-ASCENT
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    for _ in range(n_steps):
        theta = theta + lr * np.asarray(grad_fn(theta))
    return theta
