# function: nesterov_step
# expects: none
# slip: one slope for all coordinates
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = np.mean(grad_fn(theta - lr * beta * v))
    v = beta * v + g
    return theta - lr * v, v
