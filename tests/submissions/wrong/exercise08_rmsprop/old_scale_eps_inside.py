# function: rmsprop_step
# expects: RM-OLDV
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    step = lr * grad / np.sqrt(v + eps)
    return theta - step, rho * v + (1 - rho) * grad ** 2
