# function: nesterov_step
# expects: none
# slip: half of the slope here, half of the one ahead
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = 0.5 * (np.asarray(grad_fn(theta)) + np.asarray(grad_fn(theta - lr * beta * v)))
    v = beta * v + g
    return theta - lr * v, v
