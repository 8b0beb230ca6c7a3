import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    grad = np.asarray(grad)
    return (
        np.multiply(beta1, m) + (1.0 - beta1) * grad,
        np.multiply(beta2, v) + (1.0 - beta2) * np.square(grad),
    )


def bias_correct(moment, beta, t):
    return np.divide(moment, 1.0 - np.power(beta, t))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    mh, vh = bias_correct(m, beta1, t), bias_correct(v, beta2, t)
    return np.subtract(theta, lr * mh / np.sqrt(vh + eps ** 2)), m, v
