import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    """The textbook line, inverse and all."""
    hessian = np.asarray(hessian)
    inverse = np.linalg.inv(hessian + damping * np.eye(hessian.shape[0]))
    return np.asarray(theta) - inverse @ np.asarray(grad)
