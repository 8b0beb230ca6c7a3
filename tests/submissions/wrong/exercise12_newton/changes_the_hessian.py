# function: newton_step
# expects: X-MUTATES
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    hessian = np.asarray(hessian, dtype=float)
    hessian += damping * np.eye(len(theta))
    return np.asarray(theta) - np.linalg.solve(hessian, np.asarray(grad))
