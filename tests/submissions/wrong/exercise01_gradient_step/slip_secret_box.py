# function: gradient_descent
# expects: none
# slip: the place is kept inside [-10, 10]
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        new = path[-1] - lr * np.asarray(grad_fn(path[-1]))
        path.append(np.clip(new, -10, 10))
    return np.array(path)
