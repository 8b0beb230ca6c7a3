import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.asarray(theta0)]
    for _ in range(n_steps):
        path.append(gradient_step(path[-1], grad_fn(path[-1]), lr))
    return path
