# function: adam_step
# expects: EM-SWAPB
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    return np.asarray(moment) / (1 - beta ** t)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad)
    m = beta2 * np.asarray(m) + (1 - beta2) * g
    v = beta1 * np.asarray(v) + (1 - beta1) * g ** 2
    return theta - lr * (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps), m, v
