# function: rmsprop_step
# expects: RM-GLOBAL
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    v = rho * v + (1 - rho) * grad ** 2
    return theta - lr * grad / (np.sum(np.sqrt(v)) + eps), v
