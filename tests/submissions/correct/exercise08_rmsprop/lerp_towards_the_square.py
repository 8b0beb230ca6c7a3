import numpy as np


def lerp(a, b, share):
    """share of the way from a to b"""
    return a + share * (b - a)


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    fresh = lerp(np.asarray(v, dtype=float), grad ** 2, 1 - rho)
    return theta + (-lr) * np.divide(grad, np.sqrt(fresh) + eps), fresh
