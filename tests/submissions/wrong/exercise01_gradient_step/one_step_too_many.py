# function: gradient_descent
# expects: GD-EXTRA
import numpy as np


def gradient_step(theta, grad, lr):
    new = np.array(theta, dtype=float)   # a copy, so the caller keeps his
    new -= lr * np.asarray(grad, dtype=float)
    return new


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x = np.asarray(theta0, float)
    xs = [x]
    i = 0
    while i <= n_steps:
        x = x - lr*np.asarray(grad_fn(x))
        xs.append(x)
        i += 1
    return np.array(xs)
