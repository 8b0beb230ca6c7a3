# function: newton_step
# expects: NE-DELTA
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    matrix = np.array(hessian, dtype=float)
    matrix += damping * np.eye(len(matrix))
    return np.linalg.solve(matrix, np.array(grad, dtype=float))
