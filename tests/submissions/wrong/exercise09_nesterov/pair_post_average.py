# function: nesterov_step
# expects: NV-POST NV-EMA
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v1 = beta * v + (1 - beta) * grad_fn(theta)
    v = beta * v + (1 - beta) * grad_fn(theta - lr * v1)
    return theta - lr * v, v
