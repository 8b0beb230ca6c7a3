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
    old_m, old_v = np.array(m, dtype=float), np.array(v, dtype=float)
    g = np.array(grad, dtype=float)
    return (
        theta - lr * (old_m / (1 - beta1**t)) / (np.sqrt(old_v / (1 - beta2**t)) + eps),
        old_m + (1 - beta1) * (g - old_m),
        old_v + (1 - beta2) * (g * g - old_v),
    )
