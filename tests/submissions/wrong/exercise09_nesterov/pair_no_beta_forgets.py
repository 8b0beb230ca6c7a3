# function: nesterov_step
# expects: NV-NOBETA NV-FORGET
import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta):
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    ahead = theta - lr * v
    v = np.asarray(grad_fn(ahead), float)
    return theta - lr * v, v
