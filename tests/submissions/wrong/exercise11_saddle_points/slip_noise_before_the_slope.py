# function: noisy_descent
# expects: none
# slip: the slope is felt where the noise has already led
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    lam = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    if lam.min() < -tol and lam.max() > tol:
        return "saddle"
    if lam.min() > tol:
        return "minimum"
    if lam.max() < -tol:
        return "maximum"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.asarray(theta0, dtype=float)
    path = [theta]
    for xi in noise:
        shaken = theta - lr * np.asarray(xi)
        theta = shaken - lr * grad_fn(shaken)
        path.append(theta)
    return np.stack(path)
