# function: nesterov_step
# expects: NV-POST
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v1 = beta * v + grad_fn(theta)
    g = grad_fn(theta - lr * v1)
    v2 = beta * v1 + g
    return theta - lr * v2, v2
