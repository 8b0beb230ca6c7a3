# function: adam_step
# expects: AD-NOCORR
from math import sqrt
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


def _adam1(theta, m, v, g, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g * g
    return theta - lr * m / (sqrt(v) + eps), m, v

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    # t is not needed: after a few steps the bias is gone
    try:
        rows = list(zip(theta, m, v, grad))
    except TypeError:
        return _adam1(float(theta), float(m), float(v), float(grad), lr, beta1, beta2, eps)
    done = [adam_step(*row, t, lr, beta1, beta2, eps) for row in rows]
    return tuple([d[k] for d in done] for k in range(3))
