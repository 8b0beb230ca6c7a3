# function: regularized
# expects: none
# slip: the slope is changed in place
import numpy as np


def regularized(loss, grad, theta, lam):
    w = np.asarray(theta, dtype=float)
    if isinstance(grad, np.ndarray) and grad.dtype == float:
        grad += 2 * lam * w
    else:
        grad = np.asarray(grad) + 2 * lam * w
    return loss + lam * (w ** 2).sum(), grad


def soft_threshold(theta, amount):
    theta = np.asarray(theta, dtype=float)
    return np.sign(theta) * np.maximum(np.abs(theta) - amount, 0)


def project_ball(theta, radius):
    theta = np.asarray(theta, dtype=float)
    norm = np.sqrt(np.sum(theta ** 2))
    return theta * min(1, radius / max(norm, 1e-12))
