# function: momentum_descent
# expects: GD-NOSTART MO-LATE
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v_new = beta * np.asarray(v) + np.asarray(grad)
    return np.asarray(theta) - lr * v_new, v_new


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = []
    for _ in range(n_steps):
        theta, v = theta - lr * v, beta * v + np.asarray(grad_fn(theta))
        path.append(theta)
    return path
