# function: nesterov_step
# expects: NV-NOLR
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    ahead = theta - beta * v
    v = beta * v + grad_fn(ahead)
    return theta - lr * v, v
