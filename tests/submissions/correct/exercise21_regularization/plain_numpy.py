import numpy as np


def regularized(loss, grad, theta, lam):
    theta, grad = np.array(theta, float), np.array(grad, float)
    return loss + lam * (theta ** 2).sum(), grad + 2 * lam * theta


def soft_threshold(theta, amount):
    theta = np.array(theta, float)
    return np.sign(theta) * np.maximum(np.abs(theta) - amount, 0)


def project_ball(theta, radius):
    theta = np.array(theta, float)
    norm = np.linalg.norm(theta)if theta.ndim < 3 else np.linalg.norm(theta.ravel())
    if norm <= radius:
        return theta
    return radius * theta / norm
