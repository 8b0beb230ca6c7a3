import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, g = (np.asarray(a, float) for a in (m, v, grad))
    new_m = np.average([m, g], axis=0, weights=[beta1, 1 - beta1])
    new_v = np.hypot(np.sqrt(beta2 * v), np.sqrt(1 - beta2) * g) ** 2
    return new_m, new_v


def bias_correct(moment, beta, t):
    share = (1 - beta) * sum(beta**k for k in range(t))
    return np.asarray(moment) / share


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    rms = np.sqrt(bias_correct(v, beta2, t))
    direction = bias_correct(m, beta1, t)
    return np.asarray(theta) - np.divide(lr * direction, rms + eps), m, v
