# function: classify_stationary
# expects: SP-DET
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    hessian = np.asarray(hessian, dtype=float)
    det, tr = np.linalg.det(hessian), np.trace(hessian)
    if det < -tol:
        return "saddle"
    if det > tol:
        return "minimum" if tr > 0 else "maximum"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
