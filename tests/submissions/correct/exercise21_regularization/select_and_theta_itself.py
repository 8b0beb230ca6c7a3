import numpy as np


def regularized(loss, grad, theta, lam):
    x = np.asarray(theta, dtype=float)
    return loss + np.sum(lam * x * x), np.asarray(grad) + 2 * (lam * x)


def soft_threshold(theta, amount):
    x = np.asarray(theta, dtype=float)
    return np.select([x > amount, x < -amount], [x - amount, x + amount], 0.0)


def project_ball(theta, radius):
    n = np.sqrt(np.sum(np.square(theta)))
    if n <= radius:
        return theta
    return np.asarray(theta) / (n / radius)
