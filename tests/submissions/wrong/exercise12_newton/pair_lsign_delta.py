# function: newton_step
# expects: NE-LSIGN NE-DELTA
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    A = np.array(hessian, dtype=float)
    for i in range(len(A)):
        A[i, i] -= damping
    return -np.linalg.solve(A, np.array(grad, dtype=float))
