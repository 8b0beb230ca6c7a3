# function: nesterov_step
# expects: none
# or: X-MUTATES
# slip: the caller's v is changed
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    v *= beta
    v += grad_fn(theta - lr * v)
    return theta - lr * v, v
