# function: newton_step
# expects: NE-LSTEP NE-PLUS
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    d = np.linalg.solve(np.asarray(hessian, dtype=float), np.asarray(grad, dtype=float))
    return np.asarray(theta, dtype=float) + damping * d
