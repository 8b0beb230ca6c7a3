import numpy as np


def gradient_step(theta, grad, lr):
    big = np.longdouble
    return np.asarray(theta, dtype=big) - big(lr) * np.asarray(grad, dtype=big)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x = np.asarray(theta0, dtype=np.longdouble)
    path = np.empty((n_steps + 1, *x.shape), dtype=np.longdouble)
    path[0] = x
    for k in range(n_steps):
        path[k + 1] = path[k] - np.longdouble(lr) * grad_fn(path[k])
    return path
