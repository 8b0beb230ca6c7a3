# function: nesterov_step
# expects: own
# slip: the slope moves the ball once more
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    g = grad_fn(theta - lr * beta * v)
    v = beta * v + g
    return theta - lr * v - lr * g, v
