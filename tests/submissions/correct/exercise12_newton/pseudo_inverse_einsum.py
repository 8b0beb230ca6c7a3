import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    curvature = np.einsum("ij->ij", np.asarray(hessian, float)).copy()
    np.einsum("ii->i", curvature)[:] += damping
    return np.subtract(theta, np.einsum("ij,j->i", np.linalg.pinv(curvature), grad))
