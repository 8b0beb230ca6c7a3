# function: gradient_descent
# expects: own
# slip: a hidden schedule lr / sqrt(k + 1)
import math
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for k in range(n_steps):
        path.append(path[-1] - lr / math.sqrt(k + 1) * np.asarray(grad_fn(path[-1])))
    return path
