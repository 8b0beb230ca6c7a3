# function: gradient_descent
# expects: none
# slip: the run is cut when the parameters grow above 100
import numpy as np


gradient_step = lambda theta, grad, lr: theta + (-lr) * np.array(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        new = path[-1] - lr * np.asarray(grad_fn(path[-1]))
        if np.max(np.abs(new)) > 100:
            break
        path.append(new)
    return path
