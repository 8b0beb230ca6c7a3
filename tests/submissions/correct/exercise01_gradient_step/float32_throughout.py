import numpy as np

F = np.float32


def gradient_step(theta, grad, lr):
    theta = np.asarray(theta, dtype=F)
    grad = np.asarray(grad, dtype=F)
    return theta - F(lr) * grad


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.asarray(theta0, dtype=F)
    path = np.empty((n_steps + 1,) + theta.shape, dtype=F)
    path[0] = theta
    for i in range(n_steps):
        theta = gradient_step(theta, grad_fn(theta), lr)
        path[i + 1] = theta
    return path
