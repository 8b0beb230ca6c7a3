# function: nesterov_step
# expects: own
# slip: a heavy ball in the paper's units
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v = beta * v - lr * grad_fn(theta)
    return theta + v, v
