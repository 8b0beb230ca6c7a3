# function: nesterov_step
# expects: NV-POST
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v_new = beta * v + grad_fn(theta)
    ahead = theta - lr * beta * v_new
    v_new = beta * v + grad_fn(ahead)
    return theta - lr * v_new, v_new
