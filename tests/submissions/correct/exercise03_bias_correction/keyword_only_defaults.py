import numpy as np


def ema_moments(m, v, grad, *, beta1, beta2):
    g = np.asarray(grad, float)
    return np.asarray(m) * beta1 + g * (1 - beta1), np.asarray(v) * beta2 + g * g * (1 - beta2)


def bias_correct(moment, *, beta, t):
    return np.asarray(moment, float) / (1 - beta**t)


def adam_step(theta, m, v, grad, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1=beta1, beta2=beta2)
    mh, vh = bias_correct(m, beta=beta1, t=t), bias_correct(v, beta=beta2, t=t)
    return np.asarray(theta, float) - lr * mh / (vh**0.5 + eps), m, v
