# function: nesterov_step
# expects: NV-FORGET
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    ahead = theta - lr * beta * v
    g = np.asarray(grad_fn(ahead), dtype=float)
    return theta - lr * (beta * v + g), g
