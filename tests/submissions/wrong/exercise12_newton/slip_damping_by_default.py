# function: newton_step
# expects: none
# slip: the default damping is 0.01
import numpy as np


def newton_step(theta, grad, hessian, damping=1e-2):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) - np.linalg.solve(A, np.asarray(grad))
