# function: newton_step
# expects: NE-PLUS NE-NODAMP
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.asarray(hessian, dtype=float)
    return np.asarray(theta) + np.linalg.inv(H) @ np.asarray(grad)
