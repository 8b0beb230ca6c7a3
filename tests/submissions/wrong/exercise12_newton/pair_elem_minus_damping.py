# function: newton_step
# expects: NE-ELEM NE-LSIGN
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.asarray(hessian, dtype=float) - damping * np.eye(len(theta))
    return np.asarray(theta, dtype=float) - np.reciprocal(H) @ np.asarray(grad, dtype=float)
