# function: newton_step
# expects: NE-HG
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) - H @ np.asarray(grad)
