# function: ema_moments
# expects: EM-ABS
# also: adam_step EM-ABS
import numpy as np


class Averages:
    def __init__(self, beta1, beta2):
        self.betas = beta1, beta2

    def __call__(self, m, v, grad):
        b1, b2 = self.betas
        size = np.abs(np.asarray(grad))
        return b1 * np.asarray(m) + (1 - b1) * np.asarray(grad), b2 * np.asarray(v) + (1 - b2) * size


def ema_moments(m, v, grad, beta1, beta2):
    return Averages(beta1, beta2)(m, v, grad)


def bias_correct(moment, beta, t):
    return np.asarray(moment) / (1 - beta**t)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    return theta - lr * bias_correct(m, beta1, t) / (np.sqrt(bias_correct(v, beta2, t)) + eps), m, v
