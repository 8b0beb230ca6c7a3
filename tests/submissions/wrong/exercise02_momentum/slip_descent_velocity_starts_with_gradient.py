# function: momentum_descent
# expects: none
# slip: the velocity starts at the first gradient instead of rest
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    """heavy ball"""
    speed = np.add(np.multiply(beta, v), grad)
    return [np.subtract(theta, np.multiply(lr, speed)), speed]


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    v = np.asarray(grad_fn(theta), dtype=float)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + np.asarray(grad_fn(theta))
        theta = theta - lr * v
        path.append(theta)
    return path
