# function: newton_step
# expects: none
# slip: the arguments of solve in another order
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) - np.linalg.solve(np.asarray(grad), A)
