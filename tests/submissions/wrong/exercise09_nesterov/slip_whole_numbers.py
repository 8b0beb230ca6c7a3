# function: nesterov_step
# expects: none
# slip: whole numbers stay whole
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta, v = np.array(theta), np.array(v)
    new = beta * v + grad_fn(theta - lr * beta * v)
    return (theta - lr * new).astype(theta.dtype), new
