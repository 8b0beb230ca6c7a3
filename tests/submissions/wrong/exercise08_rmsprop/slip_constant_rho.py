# function: rmsprop_step
# expects: none
# slip: rho is always 0.9
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    v = 0.9 * v + 0.1 * grad ** 2
    return theta - lr * grad / (np.sqrt(v) + eps), v
