# function: nesterov_step
# expects: own
# slip: beta is missing in the sum
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = grad_fn(theta - lr * beta * v)
    v = v + g
    return theta - lr * v, v
