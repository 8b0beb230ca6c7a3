# function: newton_step
# expects: NE-DELTA
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(grad))
    return -np.linalg.solve(A, np.asarray(grad))
