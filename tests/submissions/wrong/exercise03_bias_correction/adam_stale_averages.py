# function: adam_step
# expects: AD-STALE
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    return (m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v))


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v, g = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    theta = np.asarray(theta) - lr * m_hat / (np.sqrt(v_hat) + eps)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return theta, m, v
