# function: classify_stationary
# expects: none
# slip: the signs of the entries instead of the curvatures
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    H = np.asarray(hessian, dtype=float)
    if np.linalg.norm(H) <= tol:
        return "flat"
    return "minimum" if (H >= 0).all() else "maximum" if (H <= 0).all() else "saddle"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
