import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta, v = np.asarray(theta, dtype=float), np.asarray(v, dtype=float)
    v = beta * v + grad_fn(theta - lr * beta * v)
    return theta - lr * v, v
