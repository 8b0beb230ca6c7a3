# function: gradient_descent
# expects: own
# slip: a hidden schedule, lr shrinks by 5 % each step
import numpy as np


def gradient_step(theta, grad, lr):
    return np.asarray(theta) - lr * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    rows = [theta]
    for _ in range(n_steps):
        theta = theta - lr * np.asarray(grad_fn(theta))
        lr *= 0.95
        rows.append(theta)
    return np.array(rows)
