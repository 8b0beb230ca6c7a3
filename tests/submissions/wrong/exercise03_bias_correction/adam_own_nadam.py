# function: adam_step
# expects: own
# slip: Nadam instead of Adam
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    return (m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v))


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad)
    m = beta1 * np.asarray(m) + (1 - beta1) * g
    v = beta2 * np.asarray(v) + (1 - beta2) * g ** 2
    m_bar = (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** t)
    return theta - lr * m_bar / (np.sqrt(v / (1 - beta2 ** t)) + eps), m, v
