# function: soft_threshold
# expects: none
# slip: the amount is ignored
import numpy as np


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, dtype=float)
    return loss + lam * np.sum(theta ** 2), np.asarray(grad) + 2 * lam * theta


def soft_threshold(theta, amount):
    w = np.asarray(theta, dtype=float)
    amount = 0.1
    return np.sign(w) * np.maximum(np.abs(w) - amount, 0)


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    norm = np.sqrt(np.sum(theta ** 2))
    return theta * min(1, radius / max(norm, 1e-12))
