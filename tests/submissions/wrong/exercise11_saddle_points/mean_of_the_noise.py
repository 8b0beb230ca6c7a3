# function: noisy_descent
# expects: ND-ONCE
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
    for _ in noise:
        theta = theta - lr * (grad_fn(theta) + np.mean(noise, axis=0))
        path.append(theta)
    return np.stack(path)
