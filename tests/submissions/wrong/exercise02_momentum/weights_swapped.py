# function: momentum_step
# expects: MO-SWAP
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    old, new = 1 - beta, beta
    v = old * np.asarray(v) + new * np.asarray(grad)
    return np.asarray(theta) - lr * v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + grad_fn(theta)
        theta = theta - lr * v
        path.append(theta)
    return np.array(path)
