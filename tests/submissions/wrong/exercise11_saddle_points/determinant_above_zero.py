# function: classify_stationary
# expects: SP-DET
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    H = np.asarray(hessian, dtype=float)
    d = np.linalg.det(H)
    if d > 0:
        return "minimum" if H[0][0] > 0 else "maximum"
    if d < 0:
        return "saddle"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
