# function: momentum_descent
# expects: GD-FROZEN
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    theta = np.array(theta, dtype=np.float64)
    v = np.array(v, dtype=np.float64)
    v *= beta
    v += grad
    theta -= lr * v
    return (theta, v)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, dtype=float)
    g = np.asarray(grad_fn(theta))
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + g
        theta = theta - lr * v
        path.append(theta)
    return path
