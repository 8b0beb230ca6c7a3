# function: newton_step
# expects: none
# slip: Cholesky's factors exist for bowls only
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian, dtype=float) + damping * np.eye(len(theta))
    L = np.linalg.cholesky(A)
    y = np.linalg.solve(L, np.asarray(grad, dtype=float))
    return np.asarray(theta, dtype=float) - np.linalg.solve(L.T, y)
