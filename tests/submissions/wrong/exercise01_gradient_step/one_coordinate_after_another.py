# function: gradient_descent
# expects: GD-SEQ
import numpy as np


def gradient_step(theta, grad, lr):
    """One step downhill."""
    step = np.multiply(lr, grad)
    return np.subtract(theta, step)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta.copy()]
    for _ in range(n_steps):
        for j in np.ndindex(theta.shape):
            theta[j] = theta[j] - lr * np.asarray(grad_fn(theta.copy()))[j]
        path.append(theta.copy())
    return path
