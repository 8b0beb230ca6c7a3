# function: rmsprop_step
# expects: RM-ADAGRAD
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    total = v + grad * grad
    return theta - grad * lr / (total + eps) ** 0.5, total
