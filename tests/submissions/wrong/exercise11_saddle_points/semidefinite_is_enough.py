# function: classify_stationary
# expects: SP-GEQ
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    w = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    lo, hi = w[0], w[-1]
    if abs(lo) <= tol and abs(hi) <= tol:
        return "flat"
    if lo >= -tol:
        return "minimum"
    if hi <= tol:
        return "maximum"
    return "saddle"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
