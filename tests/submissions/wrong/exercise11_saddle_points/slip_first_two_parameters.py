# function: classify_stationary
# expects: none
# slip: only the first two parameters are looked at
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    H = np.asarray(hessian, dtype=float)[:2, :2]
    w = np.linalg.eigvalsh(H)
    if w.min() < -tol and w.max() > tol:
        return "saddle"
    if w.min() > tol:
        return "minimum"
    return "maximum" if w.max() < -tol else "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
