import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    # eig instead of eigh: the vectors are independent, not orthogonal, so they are inverted
    values, vectors = np.linalg.eig(np.array(hessian, dtype=np.float64))
    modes = np.linalg.solve(vectors, np.array(grad, dtype=np.float64))
    jump = vectors @ (modes / (values + damping))
    return np.array(theta, dtype=np.float64) - np.real(jump)
