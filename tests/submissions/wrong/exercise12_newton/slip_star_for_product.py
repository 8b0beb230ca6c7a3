# function: newton_step
# expects: none
# slip: the star multiplies entry by entry, and a matrix comes back
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) - np.linalg.inv(A) * np.asarray(grad)
