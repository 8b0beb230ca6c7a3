import numpy as np

F = np.float32


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.array(hessian, dtype=F)
    H[np.diag_indices_from(H)] += F(damping)
    return np.array(theta, dtype=F) - np.linalg.solve(H, np.array(grad, dtype=F))
