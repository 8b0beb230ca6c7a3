# function: momentum_descent
# expects: MO-NEST MO-ASCENT
# or: MO-NEST GD-ASCENT
# or: MO-NEST MO-SIGN
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    """heavy ball"""
    speed = np.add(np.multiply(beta, v), grad)
    return [np.subtract(theta, np.multiply(lr, speed)), speed]


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        g = np.asarray(grad_fn(theta))
        v = beta * v + g
        theta = theta + lr * (g + beta * v)
        path.append(theta)
    return path
