import warnings

import numpy as np

warnings.simplefilter("ignore")


def newton_step(theta, grad, hessian, damping=0.0):
    H = np.matrix(np.asarray(hessian, dtype=float))
    I = np.matrix(np.eye(len(H)))
    g = np.matrix(np.asarray(grad, dtype=float)).T
    return np.asarray(theta, dtype=float) - ((H + damping * I).I * g).A1
