# function: momentum_descent
# expects: MO-DOUBLE
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v_new = beta * np.asarray(v) + np.asarray(grad)
    return np.asarray(theta) - lr * v_new, v_new


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        g = np.asarray(grad_fn(theta))
        v = beta * v + g
        theta = theta - lr * (v + g)
        path.append(theta)
    return path
