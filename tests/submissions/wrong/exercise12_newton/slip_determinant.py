# function: newton_step
# expects: none
# slip: divided by the determinant
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) - np.asarray(grad) / np.linalg.det(A)
