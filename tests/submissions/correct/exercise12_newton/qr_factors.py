import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    theta, grad = np.array(theta, dtype=float), np.array(grad, dtype=float)
    q, r = np.linalg.qr(np.array(hessian, dtype=float) + damping * np.eye(theta.size))
    jump = np.linalg.solve(r, q.T @ grad)
    theta -= jump
    return theta
