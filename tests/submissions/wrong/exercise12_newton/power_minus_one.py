# function: newton_step
# expects: NE-ELEM
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.array(hessian, dtype=float)
    np.fill_diagonal(H, H.diagonal() + damping)
    return np.array(theta) - np.dot(H ** -1, grad)
