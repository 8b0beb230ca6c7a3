# function: classify_stationary
# expects: SP-SWAP SP-FIXEDTOL
import numpy as np


def classify_stationary(hessian, tol=1e-6):
    w = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    up, down = (w > 1e-6).sum(), (w < -1e-6).sum()
    if up and down:
        return "saddle"
    if up == len(w):
        return "maximum"
    return "minimum" if down == len(w) else "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for xi in np.asarray(noise, dtype=float):
        theta = theta - lr * (grad_fn(theta) + xi)
        path.append(theta)
    return np.array(path)
