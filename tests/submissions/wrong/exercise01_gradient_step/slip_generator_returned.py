# function: gradient_descent
# expects: none
# slip: a generator comes back instead of the path
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    theta = np.array(theta0, dtype=float)
    yield theta
    for _ in range(n_steps):
        theta = theta - lr * np.asarray(grad_fn(theta))
        yield theta
