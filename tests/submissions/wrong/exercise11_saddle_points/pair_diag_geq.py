# function: classify_stationary
# expects: SP-DIAG SP-GEQ
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    d = [hessian[i][i] for i in range(len(hessian))]
    if all(x >= -tol for x in d):
        return "minimum"
    if all(x <= tol for x in d):
        return "maximum"
    return "saddle"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
