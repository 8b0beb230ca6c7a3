import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    if not 0 <= beta < 1:
        raise ValueError("beta out of range")
    if np.shape(theta) != np.shape(grad):
        raise ValueError("theta and grad differ in shape")
    v2 = np.add(np.multiply(v, beta), grad)
    return np.subtract(theta, v2 * lr), v2


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta, v, path = theta0, np.zeros(np.shape(theta0)), [theta0]
    for _ in range(int(n_steps)):
        theta, v = momentum_step(theta, v, grad_fn(theta), lr, beta)
        path.append(theta)
    return path
