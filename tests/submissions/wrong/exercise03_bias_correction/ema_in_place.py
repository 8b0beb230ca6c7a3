# function: ema_moments
# expects: X-MUTATES
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m = np.asarray(m, dtype=float)
    v = np.asarray(v, dtype=float)
    m += (1 - beta1) * (np.asarray(grad) - m)
    v += (1 - beta2) * (np.square(grad) - v)
    return m, v


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad, dtype=float)
    m1 = beta1 * np.asarray(m) + (1. - beta1) * g
    v1 = beta2 * np.asarray(v) + (1. - beta2) * g * g
    # order of computation from the end of section 2 of the paper
    lr_t = lr * np.sqrt(1. - beta2 ** t) / (1. - beta1 ** t)
    return (np.asarray(theta) - lr_t * m1 / (np.sqrt(v1) + eps), m1, v1)
