import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    grad = np.asarray(grad, dtype=float)
    return (np.average([np.asarray(m, dtype=float), grad], axis=0, weights=[beta1, 1 - beta1]),
            np.average([np.asarray(v, dtype=float), grad**2], axis=0, weights=[beta2, 1 - beta2]))


def bias_correct(moment, beta, t):
    return np.asarray(moment) / (1 - np.exp(t * np.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    ratio = np.divide(m, np.sqrt(v / (1 - beta2**t)) + eps)
    return np.asarray(theta, dtype=float) - (lr / (1 - beta1**t)) * ratio, m, v
