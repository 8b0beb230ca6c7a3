# function: bias_correct
# expects: BC-NOPOW
# also: adam_step AD-NOPOW
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    grad = np.asarray(grad)
    return beta1 * np.asarray(m) + (1 - beta1) * grad, beta2 * np.asarray(v) + (1 - beta2) * grad**2

def bias_correct(moment, beta, t):
    return np.asarray(moment) / (1 - beta)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    m_hat = bias_correct(m, beta1, t)
    v_hat = bias_correct(v, beta2, t)
    return np.asarray(theta) - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
