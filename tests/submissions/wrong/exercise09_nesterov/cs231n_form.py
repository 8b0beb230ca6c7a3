# function: nesterov_step
# expects: NV-TORCH
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v_prev = v
    v = beta * v + grad_fn(theta)
    # theta += -mu * v_prev + (1 + mu) * v
    theta = theta - lr * (-beta * v_prev + (1 + beta) * v)
    return theta, v
