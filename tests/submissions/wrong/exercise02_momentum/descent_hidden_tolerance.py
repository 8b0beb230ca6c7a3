# function: momentum_descent
# expects: GD-TOL
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    """heavy ball"""
    speed = np.add(np.multiply(beta, v), grad)
    return [np.subtract(theta, np.multiply(lr, speed)), speed]


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + np.asarray(grad_fn(theta))
        new = theta - lr * v
        path.append(new)
        if np.max(np.abs(new - theta)) < 1e-7:
            return np.array(path)
        theta = new
    return np.array(path)
