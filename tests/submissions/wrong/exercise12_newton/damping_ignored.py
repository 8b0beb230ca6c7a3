# function: newton_step
# expects: NE-NODAMP
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    return np.asarray(theta) - np.linalg.solve(np.asarray(hessian, dtype=float), np.asarray(grad))
