# function: gradient_descent
# expects: own
# or: GS-DOUBLE
# slip: the step inside the descent is twice as long as asked
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        g = 2 * np.asarray(grad_fn(path[-1]))
        path.append(path[-1] - lr * g)
    return path
