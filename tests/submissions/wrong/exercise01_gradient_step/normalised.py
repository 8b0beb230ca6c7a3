# function: gradient_step
# expects: GS-NORM
import numpy as np


def gradient_step(theta, grad, lr):
    """The gradient only tells the direction, so make it a unit vector first."""
    g = np.asarray(grad, dtype=float)
    length = np.sqrt(np.sum(g**2))
    direction = g / length if length > 0 else g
    return theta - lr * direction


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)
