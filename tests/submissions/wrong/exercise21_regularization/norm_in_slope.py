# function: regularized
# expects: RG-NORM
import numpy as np


def regularized(loss, grad, theta, lam):
    w = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    penalty = lam * np.sum(w ** 2)
    pull = lam * w / np.linalg.norm(w.ravel())
    return loss + penalty, grad + pull


def soft_threshold(theta, amount):
    theta = np.asarray(theta, dtype=float)
    return np.sign(theta) * np.maximum(np.abs(theta) - amount, 0)


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    norm = np.sqrt(np.sum(theta ** 2))
    return theta * min(1, radius / max(norm, 1e-12))
