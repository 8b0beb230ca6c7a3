import numpy as np


def regularized(loss, grad, theta, lam):
    out = np.array(grad, dtype=float)
    out += np.asarray(theta, dtype=float) * (2 * lam)
    loss = loss + lam * (np.asarray(theta, dtype=float) ** 2).sum()
    return loss, out


def soft_threshold(theta, amount):
    out = np.array(theta, dtype=float)
    small = abs(out) <= amount
    out -= amount * np.sign(out)
    out[small] = 0
    return out


def project_ball(theta, radius):
    out = np.array(theta, dtype=float, copy=True)
    n = np.sqrt((out ** 2).sum())
    if n > radius:
        out *= radius
        out /= n
    return out
