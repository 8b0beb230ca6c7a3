import numpy as np


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, dtype=float)
    # completing the square by hand: lam * (t + h)^2 has slope 2 * lam * t
    return loss + lam * sum(t * t for t in theta.flat), np.asarray(grad, dtype=float) - (-2 * lam) * theta


def soft_threshold(theta, amount):
    """prox of |x|: the middle one of theta - amount, 0 and theta + amount"""
    theta = np.asarray(theta, dtype=float)
    return np.median([theta - amount, np.zeros_like(theta), theta + amount], axis=0)


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    norm = float(np.sum(theta ** 2)) ** 0.5
    return theta * radius / max(norm, radius)
