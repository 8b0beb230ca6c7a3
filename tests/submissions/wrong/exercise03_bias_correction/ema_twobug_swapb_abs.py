# function: ema_moments
# expects: EM-SWAPB EM-ABS
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m = beta2 * np.asarray(m) + (1 - beta2) * np.asarray(grad)
    v = beta1 * np.asarray(v) + (1 - beta1) * np.abs(np.asarray(grad))
    return m, v


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = (np.asarray(x, dtype=float) for x in (theta, m, v, grad))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
