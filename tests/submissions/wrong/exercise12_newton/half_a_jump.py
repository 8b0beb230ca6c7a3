# function: newton_step
# expects: NE-HALF
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    # the model is g s + 1/2 s H s
    return np.asarray(theta) - 0.5 * np.linalg.inv(A) @ np.asarray(grad)
