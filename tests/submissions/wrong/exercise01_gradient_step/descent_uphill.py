# function: gradient_descent
# expects: GD-ASCENT
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    pts = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        pts.append(pts[-1] + lr * np.asarray(grad_fn(pts[-1])))
    return pts
