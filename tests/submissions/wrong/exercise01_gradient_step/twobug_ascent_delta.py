# function: gradient_step
# expects: GS-ASCENT GS-DELTA
import numpy as np


def gradient_step(theta, grad, lr):
    step = np.multiply(grad, lr)
    return step


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)
