import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    hessian = np.asarray(hessian, dtype=float)
    damped = hessian + np.diag(np.full(len(hessian), damping))
    jump, *_ = np.linalg.lstsq(damped, -np.asarray(grad, dtype=float), rcond=None)
    return np.asarray(theta, dtype=float) + jump
