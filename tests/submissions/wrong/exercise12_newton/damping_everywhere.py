# function: newton_step
# expects: NE-LALL
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    curvature = np.asarray(hessian, dtype=float) + damping
    return np.asarray(theta, dtype=float) - np.linalg.solve(curvature, np.asarray(grad, dtype=float))
