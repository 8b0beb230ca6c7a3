# function: newton_step
# expects: NE-PLUS
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) + np.linalg.solve(A, np.asarray(grad))
