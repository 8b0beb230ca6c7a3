# function: momentum_descent
# expects: MO-EMA
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    theta = np.array(theta, dtype=np.float64)
    v = np.array(v, dtype=np.float64)
    v *= beta
    v += grad
    theta -= lr * v
    return (theta, v)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    path = [np.asarray(theta0, dtype=float)]
    v = np.zeros(np.shape(theta0))
    for _ in range(n_steps):
        v = (1 - beta) * np.asarray(grad_fn(path[-1])) + beta * v
        path.append(path[-1] - lr * v)
    return np.stack(path)
