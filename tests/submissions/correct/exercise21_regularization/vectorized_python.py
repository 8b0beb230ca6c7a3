import numpy as np


@np.vectorize
def _shrink(w, by):
    return float(max(w - by, 0) if w > 0 else min(w + by, 0))


def regularized(loss, grad, theta, lam):
    t = np.asarray(theta, dtype=float)
    return np.asarray(loss + lam * np.vdot(t, t)), np.asarray(grad, dtype=float) + t * lam * 2


def soft_threshold(theta, amount):
    return _shrink(np.asarray(theta, dtype=float), amount)


def project_ball(theta, radius):
    t = np.asarray(theta, dtype=float)
    length = np.sqrt(np.vdot(t, t))
    scale = 1.0 if length <= radius else radius / length
    return scale * t
