# function: gradient_descent
# expects: none
# slip: the path is kept on an integer grid when the start is integer
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    x = np.asarray(theta0)
    path = np.zeros((n_steps + 1, *x.shape), dtype=x.dtype)
    path[0] = x
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k]))
    return path


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
