# function: gradient_descent
# expects: GD-FROZEN
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    start = np.asarray(theta0, float)
    slope = np.asarray(grad_fn(start))
    return start - lr * np.multiply.outer(np.arange(n_steps + 1), slope)


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
