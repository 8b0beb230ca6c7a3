# function: gradient_descent
# expects: X-MUTATES
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0)
    if theta.dtype.kind != "f" or not theta.flags.writeable:
        theta = np.array(theta, dtype=float)
    path = [theta.copy()]
    for _ in range(n_steps):
        theta -= (lr * np.asarray(grad_fn(theta.copy()))).astype(theta.dtype)
        path.append(theta.copy())
    return path
