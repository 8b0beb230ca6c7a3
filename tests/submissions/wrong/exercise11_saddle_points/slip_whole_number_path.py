# function: noisy_descent
# expects: none
# slip: the path has the kind of the start, which may be whole numbers
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
    theta = np.asarray(theta0)
    path = np.zeros((len(noise) + 1, *theta.shape), dtype=theta.dtype)
    path[0] = theta
    for k in range(len(noise)):
        path[k + 1] = path[k] - lr * (grad_fn(path[k]) + np.asarray(noise[k]))
    return path
