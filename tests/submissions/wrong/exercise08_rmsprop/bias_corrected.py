# function: rmsprop_step
# expects: RM-BIASCORR
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)
    v_new = rho * v + (1 - rho) * grad ** 2
    v_hat = v_new / (1 - rho)
    return theta - lr * grad / (np.sqrt(v_hat) + eps), v_new
