# function: project_ball
# expects: RG-INV
import numpy as np


def regularized(loss, grad, theta, lam):
    theta = np.asarray(theta, dtype=float)
    return loss + lam * np.sum(theta ** 2), np.asarray(grad) + 2 * lam * theta


def soft_threshold(theta, amount):
    theta = np.asarray(theta, dtype=float)
    return np.sign(theta) * np.maximum(np.abs(theta) - amount, 0)


def project_ball(theta, radius):
    w = np.asarray(theta, dtype=float)
    n = np.linalg.norm(w.ravel())
    return w * min(1.0, n / radius)
