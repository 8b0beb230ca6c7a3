# function: newton_step
# expects: NE-LSTEP
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    if damping == 0:
        damping = 1.0
    return np.asarray(theta, float) - damping * np.linalg.solve(np.asarray(hessian, float), np.asarray(grad, float))
