# function: classify_stationary
# expects: SP-RELTOL
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    w = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    eps = tol * np.max(np.abs(w))
    if (w > eps).any() and (w < -eps).any():
        return "saddle"
    if (w > eps).all():
        return "minimum"
    if (w < -eps).all():
        return "maximum"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
