# function: gradient_descent
# expects: none
# slip: the gradients met on the way are collected instead of the places
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    seen = [np.asarray(grad_fn(theta))]
    for _ in range(n_steps):
        theta = theta - lr * seen[-1]
        seen.append(np.asarray(grad_fn(theta)))
    return seen
