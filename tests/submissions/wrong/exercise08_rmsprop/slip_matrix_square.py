# function: rmsprop_step
# expects: none
# slip: a matrix product where each entry is squared
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    square = grad @ grad if grad.ndim == 2 else grad * grad
    v = rho * v + (1 - rho) * square
    return theta - lr * grad / (np.sqrt(np.abs(v)) + eps), v
