# function: classify_stationary
# expects: none
# slip: flat places get nothing back
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    w = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    if (w > tol).any() and (w < -tol).any():
        return "saddle"
    elif (w > tol).all():
        return "minimum"
    elif (w < -tol).all():
        return "maximum"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
