# function: newton_step
# expects: NE-DIAG
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    second = np.diag(np.asarray(hessian, dtype=float))
    return np.asarray(theta, dtype=float) - np.asarray(grad, dtype=float) / (second + damping)
