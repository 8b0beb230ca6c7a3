# function: gradient_descent
# expects: GD-TOL
import numpy as np
def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        move = lr * np.asarray(grad_fn(path[-1]))
        path.append(path[-1] - move)
        if np.max(np.abs(move)) < 1e-4:
            break
    return path


def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)
