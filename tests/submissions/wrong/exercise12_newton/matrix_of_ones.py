# function: newton_step
# expects: NE-LALL
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    n = len(theta)
    I = np.ones((n, n))
    return np.array(theta) - np.linalg.inv(np.array(hessian) + damping * I).dot(np.array(grad))
