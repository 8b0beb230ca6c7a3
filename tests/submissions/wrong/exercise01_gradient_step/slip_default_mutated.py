# function: gradient_step
# expects: none
# slip: a mutable default keeps the first result and returns it for ever after
import numpy as np


def gradient_step(theta, grad, lr, _cache={}):
    key = (np.shape(theta), lr)
    if key not in _cache:
        _cache[key] = np.asarray(theta) - lr * np.asarray(grad)
    return _cache[key]


def gradient_descent(grad_fn, theta0, lr, n_steps):
    start = np.asarray(theta0, dtype=float)
    path = np.empty((n_steps + 1,) + start.shape)
    path[0] = start
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k]))
    return path
