# function: nesterov_step
# expects: NV-POST
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    full = theta - lr * (beta * v + grad_fn(theta))
    v = beta * v + grad_fn(full)
    return theta - lr * v, v
