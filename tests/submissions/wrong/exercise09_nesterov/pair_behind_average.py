# function: nesterov_step
# expects: NV-SIGN NV-EMA
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v = beta * v + (1 - beta) * grad_fn(theta + lr * beta * v)
    return theta - lr * v, v
