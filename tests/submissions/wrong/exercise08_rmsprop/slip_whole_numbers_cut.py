# function: rmsprop_step
# expects: none
# slip: whole numbers stay whole
import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.array(theta)
    v = np.array(v)
    kind = theta.dtype
    v2 = rho * v + (1 - rho) * np.square(np.array(grad, dtype=float))
    step = lr * np.array(grad, dtype=float) / (np.sqrt(v2) + eps)
    return (theta - step).astype(kind), v2
