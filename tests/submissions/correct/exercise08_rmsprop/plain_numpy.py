import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta, v, grad = (np.asarray(one, dtype=float) for one in (theta, v, grad))
    new_v = rho * v + (1 - rho) * np.square(grad)
    return theta - lr * grad / (np.sqrt(new_v) + eps), new_v
