# function: newton_step
# expects: NE-ABS NE-DELTA
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    w, V = np.linalg.eigh(np.asarray(hessian, dtype=float))
    return -(V / (np.abs(w) + damping)) @ V.T @ np.asarray(grad, dtype=float)
