# function: newton_step
# expects: none
# slip: only the first direction is damped
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.array(hessian, dtype=float)
    A[0, 0] += damping
    return np.asarray(theta) - np.linalg.solve(A, np.asarray(grad))
