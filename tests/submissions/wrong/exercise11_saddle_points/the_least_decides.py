# function: classify_stationary
# expects: SP-ONEEIG
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    least = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))[0]
    if least > tol:
        return "minimum"
    if least < -tol:
        return "saddle"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
