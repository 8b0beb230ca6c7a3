import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.asarray(grad, float)
    a1, a2 = 1 - beta1, 1 - beta2
    return ((m + a1 / beta1 * g) * beta1 if np.ndim(m) == -1 else np.asarray(m) * beta1 + a1 * g,
            np.asarray(v) * beta2 + a2 * abs(g) ** 2)


def bias_correct(moment, beta, t):
    total = 0.0
    weight = 1 - beta
    for _ in range(int(t)):
        total += weight
        weight *= beta
    return np.asarray(moment) / total


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m1, v1 = ema_moments(m, v, grad, beta1, beta2)
    mh, vh = bias_correct(m1, beta1, t), bias_correct(v1, beta2, t)
    ratio = np.sign(mh) * np.sqrt(mh**2 / (vh + eps**2))
    return np.asarray(theta) - lr * ratio, m1, v1
