# function: rmsprop_step
# expects: own
# slip: lr counts twice
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    grad = lr * grad
    rate = lr
    v = rho * v + (1 - rho) * (grad / lr) ** 2
    return theta - rate * grad / (np.sqrt(v) + eps), v
