# function: soft_threshold
# expects: RG-RELU
import numpy as np


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, dtype=float)
    return loss + lam * np.sum(theta ** 2), np.asarray(grad) + 2 * lam * theta


def soft_threshold(theta, amount):
    w = np.asarray(theta, dtype=float)
    return np.maximum(w - amount, 0)


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    norm = np.sqrt(np.sum(theta ** 2))
    return theta * min(1, radius / max(norm, 1e-12))
