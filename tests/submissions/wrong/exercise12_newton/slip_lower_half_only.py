# function: newton_step
# expects: none
# slip: the upper half of the Hessian is thrown away
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.tril(np.asarray(hessian, dtype=float)) + damping * np.eye(len(theta))
    return np.asarray(theta) - np.linalg.solve(A, np.asarray(grad))
