# function: momentum_step
# expects: MO-LRTWICE
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    theta, v, grad = np.array(theta, float), np.array(v, float), np.array(grad, float)
    v = beta * v + lr * grad
    theta = theta - lr * v
    return theta, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.array(theta0, dtype=float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        v = beta * v + grad_fn(theta)
        theta = theta - lr * v
        path.append(theta)
    return np.array(path)
