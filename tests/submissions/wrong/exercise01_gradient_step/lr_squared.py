# function: gradient_step
# expects: GS-LR2
from itertools import accumulate
import numpy as np


def scaled(grad, lr):
    return lr * np.asarray(grad)

def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * scaled(grad, lr)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x0 = np.array(theta0, float)
    return list(accumulate(range(n_steps), lambda x, _: x - lr * np.asarray(grad_fn(x)), initial=x0))
