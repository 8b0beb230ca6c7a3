import numpy as np


def classify_stationary(hessian, tol=1e-6):
    eigenvalues, _ = np.linalg.eigh(np.array(hessian))
    signs = [0 if abs(value) <= tol else (1 if value > 0 else -1) for value in eigenvalues]
    if 1 in signs and -1 in signs:
        return "saddle"
    if 0 in signs:
        return "flat"
    return "minimum" if signs[0] == 1 else "maximum"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta0 = np.asarray(theta0, dtype=float)
    path = np.empty((len(noise) + 1,) + theta0.shape)
    path[0] = theta0
    for k in range(len(noise)):
        path[k + 1] = path[k] - lr * grad_fn(path[k]) - lr * np.asarray(noise[k])
    return path
