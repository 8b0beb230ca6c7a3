# function: momentum_descent
# expects: MO-NEST
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v_new = beta * np.asarray(v) + np.asarray(grad)
    return np.asarray(theta) - lr * v_new, v_new


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    xs, v = [np.asarray(theta0, dtype=float)], 0.0
    for _ in range(n_steps):
        g = np.asarray(grad_fn(xs[-1]))
        v = beta * v + g
        xs.append(xs[-1] - lr * (g + beta * v))
    return xs
