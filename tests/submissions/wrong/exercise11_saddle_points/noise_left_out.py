# function: noisy_descent
# expects: ND-NONOISE
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
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(len(noise)):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return np.array(path)
