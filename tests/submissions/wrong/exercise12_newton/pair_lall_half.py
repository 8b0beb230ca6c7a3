# function: newton_step
# expects: NE-LALL NE-HALF
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = 2 * (np.asarray(hessian, dtype=float) + damping)
    return np.asarray(theta) - np.linalg.solve(A, np.asarray(grad))
