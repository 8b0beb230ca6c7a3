import numpy as np


def gradient_step(theta, grad, lr):
    # (1, -lr) . (theta, grad)
    pair = np.stack([np.asarray(theta, float), np.asarray(grad, float)])
    return np.tensordot(np.array([1.0, -lr]), pair, axes=1)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    M = np.array([1.0, -lr])
    path = [np.asarray(theta0, float)]
    for _ in range(n_steps):
        path += [np.einsum("i,i...->...", M, np.stack([path[-1], np.asarray(grad_fn(path[-1]), float)]))]
    return tuple(path)
