# function: momentum_step
# expects: MO-ASCENT
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) + lr * v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + grad_fn(theta)
        theta = theta - lr * v
        path.append(theta)
    return np.array(path)
