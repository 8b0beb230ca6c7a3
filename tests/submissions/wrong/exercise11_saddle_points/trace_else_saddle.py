# function: classify_stationary
# expects: SP-TRACE
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    laplacian = sum(hessian[i][i] for i in range(len(hessian)))
    return "minimum" if laplacian > tol else "maximum" if laplacian < -tol else "saddle"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
