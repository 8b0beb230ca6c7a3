# function: newton_step
# expects: none
# slip: jumps longer than 1 are cut
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.asarray(hessian) + damping * np.eye(len(theta))
    d = np.linalg.solve(A, np.asarray(grad))
    d = d * min(1.0, 1.0 / (np.linalg.norm(d) + 1e-12))
    return np.asarray(theta) - d
