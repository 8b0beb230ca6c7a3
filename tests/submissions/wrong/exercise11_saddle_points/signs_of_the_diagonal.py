# function: classify_stationary
# expects: SP-DIAG
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    d = np.diag(np.asarray(hessian, dtype=float))
    if (d > tol).all():
        return "minimum"
    if (d < -tol).all():
        return "maximum"
    if (d > tol).any() and (d < -tol).any():
        return "saddle"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
