# function: nesterov_step
# expects: own
# slip: beta is missing
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v = v + grad_fn(theta - lr * v)
    return theta - lr * v, v
