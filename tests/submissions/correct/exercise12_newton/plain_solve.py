import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    n = np.size(theta)
    A = np.array(hessian, float) + damping * np.identity(n)
    return np.array(theta, float) - np.linalg.solve(A, np.array(grad, float))
