from collections import namedtuple

import numpy as np

Regularized = namedtuple("Regularized", "loss grad")


def regularized(loss, grad, theta, lam):
    t = np.asarray(theta, dtype=np.float64)
    flat = t.reshape(-1)
    return Regularized(loss + lam * np.einsum("i,i->", flat, flat), np.add(grad, np.multiply(2 * lam, t)))


def soft_threshold(theta, amount):
    t = np.asarray(theta, dtype=np.float64)
    return np.copysign(np.clip(np.fabs(t) - amount, 0, None), t)


def project_ball(theta, radius):
    t = np.asarray(theta, dtype=np.float64)
    norm = np.sqrt(np.einsum("i,i->", t.reshape(-1), t.reshape(-1)))
    return t / max(1, norm / radius)
