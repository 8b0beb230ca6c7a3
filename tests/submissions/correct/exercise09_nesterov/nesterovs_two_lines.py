"""Nesterov 1983: y first, then a gradient step from y."""
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    x = np.asarray(theta, dtype=np.float64)
    speed = np.asarray(v, dtype=np.float64)
    y = x - lr * (beta * speed)
    g = np.asarray(grad_fn(y), dtype=np.float64)
    return y - lr * g, g + beta * speed
