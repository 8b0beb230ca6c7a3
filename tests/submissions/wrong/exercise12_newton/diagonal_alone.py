# function: newton_step
# expects: NE-DIAG
# or: NE-DIAG NE-NODAMP
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    return np.asarray(theta) - np.asarray(grad) / np.diagonal(np.asarray(hessian))
