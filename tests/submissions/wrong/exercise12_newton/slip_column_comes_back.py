# function: newton_step
# expects: none
# slip: a column comes back
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    t = np.asarray(theta, dtype=float).reshape(-1, 1)
    g = np.asarray(grad, dtype=float).reshape(-1, 1)
    return t - np.linalg.solve(np.asarray(hessian, dtype=float) + damping * np.eye(len(t)), g)
