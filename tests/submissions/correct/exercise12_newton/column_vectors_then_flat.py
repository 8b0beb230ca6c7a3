import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    t = np.asarray(theta, dtype=float).reshape(-1, 1)
    g = np.asarray(grad, dtype=float).reshape(-1, 1)
    H = np.asarray(hessian, dtype=float)
    d = np.linalg.solve(H + damping * np.eye(len(t)), g)
    return (t - d).flatten()
