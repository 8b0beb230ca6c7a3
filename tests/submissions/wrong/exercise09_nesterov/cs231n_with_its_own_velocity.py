# function: nesterov_step
# expects: NV-TORCH
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v_prev = v
    v = beta * v - lr * grad_fn(theta)
    return theta - beta * v_prev + (1 + beta) * v, v
