# function: nesterov_step
# expects: own
# slip: the paper's velocity, in units of theta
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    # Sutskever et al. 2013
    ahead = theta + beta * v
    v = beta * v - lr * grad_fn(ahead)
    return theta + v, v
