# function: newton_step
# expects: NE-LMDIAG NE-HALF
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.asarray(hessian, dtype=float)
    A = H + damping * np.diag(np.diag(H))
    return np.asarray(theta, dtype=float) - np.linalg.solve(A, np.asarray(grad, dtype=float)) / 2
