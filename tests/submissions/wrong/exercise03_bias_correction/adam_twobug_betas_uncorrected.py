# function: adam_step
# expects: EM-SWAPB AD-NOCORR
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    return (m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v))


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad)
    m = beta2 * np.asarray(m) + (1 - beta2) * g
    v = beta1 * np.asarray(v) + (1 - beta1) * g ** 2
    return theta - lr * m / (np.sqrt(v) + eps), m, v
