# function: newton_step
# expects: NE-LSIGN
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian, dtype=float) - damping * np.eye(len(theta))
    return np.asarray(theta, dtype=float) - np.linalg.lstsq(A, np.asarray(grad, dtype=float), rcond=None)[0]
