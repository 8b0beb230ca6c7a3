# function: newton_step
# expects: NE-NODAMP
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.array(hessian, dtype=float)
    np.add(H, damping * np.eye(len(H)))
    return np.array(theta, dtype=float) - np.linalg.inv(H) @ grad
