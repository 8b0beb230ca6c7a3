# function: nesterov_step
# expects: own
# slip: the old velocity moves the ball
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    new = beta * v + grad_fn(theta - lr * beta * v)
    return theta - lr * v, new
