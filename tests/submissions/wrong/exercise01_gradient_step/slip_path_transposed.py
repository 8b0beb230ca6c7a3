# function: gradient_descent
# expects: none
# slip: the path comes back with its axes swapped (coordinates first)
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(path[-1] - lr * np.asarray(grad_fn(path[-1])))
    return np.array(path).T
