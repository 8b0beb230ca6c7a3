import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    """Through the average: m = (1 - beta) v."""
    m = (1 - beta) * np.asarray(v, float)
    m = beta * m + (1 - beta) * np.asarray(grad, float)
    return np.asarray(theta, float) - (lr / (1 - beta)) * m, m / (1 - beta)


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x = np.asarray(theta0, float)
    m = np.zeros_like(x)
    rows = [x.copy()]
    for _ in range(n_steps):
        m += (1 - beta) * (np.asarray(grad_fn(x)) - m)
        x = x - lr / (1 - beta) * m
        rows.append(x)
    return rows
