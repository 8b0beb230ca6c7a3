# function: momentum_descent
# expects: GD-NOEND
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v_new = beta * np.asarray(v) + np.asarray(grad)
    return np.asarray(theta) - lr * v_new, v_new


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = 0 * theta
    path = np.zeros((n_steps,) + theta.shape)
    for i in range(n_steps):
        path[i] = theta
        v = beta * v + np.asarray(grad_fn(theta))
        theta = theta - lr * v
    return path
