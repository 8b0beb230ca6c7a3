# function: newton_step
# expects: none
# slip: the answer is kept in an array of theta's own kind, which may be whole numbers
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    theta = np.asarray(theta)
    new = np.zeros_like(theta)
    new[:] = theta - np.linalg.solve(np.asarray(hessian) + damping * np.eye(len(theta)), np.asarray(grad))
    return new
