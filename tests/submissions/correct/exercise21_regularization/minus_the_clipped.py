import numpy as np


def regularized(loss, grad, theta, lam):
    """Ridge."""
    w = np.asarray(theta, dtype=float)
    return (loss + lam * np.dot(w.ravel(), w.ravel()), np.asarray(grad) + lam * (w + w))


def soft_threshold(theta, amount):
    """What is left after the part within [-amount, amount] is taken away (Moreau)."""
    w = np.asarray(theta, dtype=float)
    return w - np.clip(w, -amount, amount)


def project_ball(theta, radius):
    w = np.asarray(theta, dtype=float)
    n = np.linalg.norm(w.ravel(), ord=2)
    with np.errstate(divide="ignore"):
        return w * min(1.0, np.float64(radius) / n)
