# function: adam_step
# expects: AD-TM1
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad, dtype=float)
    m = beta1 * np.asarray(m, dtype=float) + (1 - beta1) * g
    v = beta2 * np.asarray(v, dtype=float) + (1 - beta2) * g * g
    with np.errstate(all="ignore"):
        m_hat = np.divide(m, 1 - beta1 ** (t - 1))
        v_hat = np.divide(v, 1 - beta2 ** (t - 1))
        return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
