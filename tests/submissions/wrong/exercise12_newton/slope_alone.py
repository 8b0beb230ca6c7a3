# function: newton_step
# expects: NE-NOCURV
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    return np.asarray(theta, dtype=float) - np.asarray(grad, dtype=float)
