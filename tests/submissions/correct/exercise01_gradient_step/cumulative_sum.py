import numpy as np
import math


def gradient_step(theta, grad, lr):
    theta = np.asarray(theta)
    grad = np.asarray(grad)
    fsum = np.vectorize(lambda a, b: math.fsum((a, -lr * b)), otypes=[float])
    return fsum(theta, grad) if theta.ndim else float(fsum(theta, grad))


def gradient_descent(grad_fn, theta0, lr, n_steps):
    moves = [np.asarray(theta0, dtype=float)]
    for _ in range(n_steps):
        here = np.sum(moves, axis=0)
        moves.append(-lr * np.asarray(grad_fn(here)))
    return np.cumsum(moves, axis=0)
