# function: nesterov_step
# expects: own
# slip: the velocity does not carry
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = grad_fn(theta - lr * beta * v)
    return theta - lr * g, beta * v + g
