from itertools import accumulate

import numpy as np


def classify_stationary(hessian, tol=1e-6):
    match sorted({int(np.sign(x)) if abs(x) > tol else 0 for x in np.linalg.eigvalsh(np.asarray(hessian, float))}):
        case [-1, *_, 1]:
            return "saddle"
        case [1]:
            return "minimum"
        case [-1]:
            return "maximum"
        case _:
            return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    start = np.asarray(theta0, float)
    places = accumulate(noise, lambda x, n: x - lr * (np.asarray(grad_fn(x)) + np.asarray(n, float)), initial=start)
    return np.stack(list(places))
