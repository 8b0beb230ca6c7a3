# function: rmsprop_step
# expects: RM-NO1MRHO
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    v = rho * v
    v = v + grad * grad
    return theta - lr * grad / (np.sqrt(v) + eps), v
