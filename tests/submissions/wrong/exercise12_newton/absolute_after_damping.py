# function: newton_step
# expects: NE-ABS
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.asarray(hessian, dtype=float) + damping * np.eye(len(theta))
    w, V = np.linalg.eigh(H)
    positive = V @ np.diag(abs(w)) @ V.T
    return np.asarray(theta, dtype=float) - np.linalg.inv(positive) @ np.asarray(grad, dtype=float)
