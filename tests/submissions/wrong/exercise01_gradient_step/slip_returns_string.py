# function: gradient_step
# expects: none
# slip: a string with the numbers comes back
import numpy as np


def gradient_step(theta, grad, lr):
    new_theta = np.asarray(theta) - lr * np.asarray(grad)
    return f"{new_theta}"


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta = theta - lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)
