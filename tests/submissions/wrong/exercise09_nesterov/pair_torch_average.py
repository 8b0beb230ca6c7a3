# function: nesterov_step
# expects: NV-TORCH NV-EMA
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = grad_fn(theta)
    v = beta * v + (1 - beta) * g
    return theta - lr * (g + beta * v), v
