# function: rmsprop_step
# expects: none
# slip: eps is 1e-3 whatever is said
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    eps = 1e-3
    v = rho * v + (1 - rho) * grad ** 2
    return theta - lr * grad / (np.sqrt(v) + eps), v
