# function: classify_stationary
# expects: SP-DET
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    H = np.asarray(hessian, dtype=float)
    D = np.linalg.det(H)
    if abs(D) <= tol:
        return "flat"
    if D < 0 and len(H) > 1:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
