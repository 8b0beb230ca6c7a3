# function: gradient_step
# expects: none
# slip: the result is rounded to two decimals
import numpy as np


def gradient_step(theta, grad, lr):
    return np.round(np.asarray(theta) - lr * np.asarray(grad), 2)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)
