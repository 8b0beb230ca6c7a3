import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def gradient_step(theta, grad, lr):
    theta = np.asarray(theta, dtype=float)
    rate = as_strided(np.array([float(lr)]), shape=theta.shape, strides=(0,) * theta.ndim)
    return theta - rate * grad


def gradient_descent(grad_fn, theta0, lr, n_steps):
    start = np.asarray(theta0, dtype=float)
    path = np.zeros((n_steps + 1, start.size))
    path[0] = start.ravel()
    if n_steps > 0:
        pairs = sliding_window_view(path, 2, axis=0, writeable=True)
        for pair in pairs:
            here = pair[:, 0].reshape(start.shape)
            pair[:, 1] = (here - lr * np.asarray(grad_fn(here))).ravel()
    return path.reshape(-1, *start.shape)
