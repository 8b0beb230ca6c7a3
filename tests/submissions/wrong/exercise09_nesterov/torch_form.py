# function: nesterov_step
# expects: NV-TORCH
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    """as in torch.optim.SGD(nesterov=True)"""
    g = grad_fn(theta)
    buf = beta * v + g
    return theta - lr * (g + beta * buf), buf
