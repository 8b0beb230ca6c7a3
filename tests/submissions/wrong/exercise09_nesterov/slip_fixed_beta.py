# function: nesterov_step
# expects: none
# slip: beta is always 0.9
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    beta = 0.9
    v = beta * v + grad_fn(theta - lr * beta * v)
    return theta - lr * v, v
