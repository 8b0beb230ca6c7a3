# function: gradient_step
# expects: none
import numpy as np


def gradient_step(theta, grad, lr):
    moved = np.array(theta)
    moved[...] = theta - lr * np.asarray(grad)
    return moved


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(gradient_step(path[-1], grad_fn(path[-1]), lr))
    return np.array(path)
