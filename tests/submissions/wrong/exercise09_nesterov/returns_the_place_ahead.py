# function: nesterov_step
# expects: own
# slip: the place ahead comes back
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v = beta * v + grad_fn(theta - lr * beta * v)
    theta = theta - lr * v
    return theta - lr * beta * v, v
