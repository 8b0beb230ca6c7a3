# function: rmsprop_step
# expects: none
# or: X-MUTATES
# slip: v of the caller is changed
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    v = np.asarray(v, dtype=float)
    v *= rho
    v += (1 - rho) * np.asarray(grad, dtype=float) ** 2
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float) / (np.sqrt(v) + eps), v
