# function: classify_stationary
# expects: SP-TRACE
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    t = np.trace(hessian)
    return "minimum" if t > 0 else "maximum" if t < 0 else "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
