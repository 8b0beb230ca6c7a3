# function: rmsprop_step
# expects: own
# slip: slopes are clipped in secret
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    grad = np.clip(grad, -1.0, 1.0)
    v = rho * v + (1 - rho) * grad ** 2
    return theta - lr * grad / (np.sqrt(v) + eps), v
