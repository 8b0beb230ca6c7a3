"""RMSProp is Adam whose first memory keeps nothing, without corrections."""
import numpy as np


def _adam_uncorrected(theta, m, v, g, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g ** 2
    return theta - lr * m / (np.sqrt(v) + eps), m, v


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    theta, v, grad = np.asarray(theta, dtype=float), np.asarray(v, dtype=float), np.asarray(grad, dtype=float)
    out, _, v = _adam_uncorrected(theta, np.zeros_like(grad), v, grad, lr, 0.0, rho, eps)
    return out, v
