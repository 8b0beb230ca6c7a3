# function: noisy_descent
# expects: ND-ONLYNOISE
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
    start = np.asarray(theta0, dtype=float)
    noise = np.asarray(noise, dtype=float).reshape(-1, *start.shape)
    return np.concatenate([start[None], start - lr * np.cumsum(noise, axis=0)])
