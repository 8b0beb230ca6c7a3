# function: newton_step
# expects: NE-LMDIAG
import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    """Levenberg-Marquardt, as in Numerical Recipes."""
    H = np.array(hessian, dtype=float)
    for i in range(len(H)):
        H[i, i] *= 1 + damping
    return np.array(theta, dtype=float) - np.linalg.solve(H, np.array(grad, dtype=float))
