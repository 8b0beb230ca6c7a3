# function: classify_stationary
# expects: none
# slip: the majority decides
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    w = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    up, down = int((w > tol).sum()), int((w < -tol).sum())
    if up > down:
        return "minimum"
    if down > up:
        return "maximum"
    return "saddle" if up else "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
