# function: newton_step
# expects: NE-ABS
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    w, V = np.linalg.eigh(np.asarray(hessian, dtype=float))
    w = np.abs(w) + damping
    return np.asarray(theta, dtype=float) - V @ ((V.T @ np.asarray(grad, dtype=float)) / w)
