# function: nesterov_step
# expects: own
# slip: lr inside v and in the move
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    v = beta * v + lr * grad_fn(theta - lr * beta * v)
    return theta - lr * v, v
