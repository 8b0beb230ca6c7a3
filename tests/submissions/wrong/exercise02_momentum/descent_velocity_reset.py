# function: momentum_descent
# expects: MO-RESET
# or: MO-NOSTORE
# or: MO-UNUSED
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    """heavy ball"""
    speed = np.add(np.multiply(beta, v), grad)
    return [np.subtract(theta, np.multiply(lr, speed)), speed]


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        v = np.zeros_like(theta)
        v = beta * v + np.asarray(grad_fn(theta))
        theta = theta - lr * v
        path.append(theta)
    return path
