# function: nesterov_step
# expects: own
# slip: slopes are clipped in secret
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = np.clip(grad_fn(theta - lr * beta * v), -1, 1)   # as in ML-From-Scratch
    v = beta * v + g
    return theta - lr * v, v
