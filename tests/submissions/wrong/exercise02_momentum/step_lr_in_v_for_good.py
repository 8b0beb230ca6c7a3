# function: momentum_step
# expects: MO-LRIN
import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v = beta * np.asarray(v, dtype=float) + lr * np.asarray(grad, dtype=float)
    return np.asarray(theta, dtype=float) - v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    path = [np.asarray(theta0, dtype=float)]
    v = np.zeros_like(path[0])
    for _ in range(n_steps):
        theta, v = momentum_step(path[-1], v, grad_fn(path[-1]), lr, beta)
        path.append(theta)
    return np.array(path)
