# function: newton_step
# expects: X-ARGS
import numpy as np


def newton_step(grad, theta, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    return np.asarray(theta) - np.linalg.solve(A, np.asarray(grad))
