# function: newton_step
# expects: NE-HG NE-LALL
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    return np.asarray(theta) - (np.asarray(hessian) + damping) @ np.asarray(grad)
