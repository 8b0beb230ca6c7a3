# function: adam_step
# expects: AD-ASCENT
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    return np.asarray(moment) / (1 - beta ** t)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = np.array(grad, dtype=float)
    m = np.array(m) - (1 - beta1) * (np.array(m) - grad)
    v = np.array(v) - (1 - beta2) * (np.array(v) - grad**2)
    alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    theta = np.array(theta, dtype=float)
    theta += alpha * m / (np.sqrt(v) + eps)
    return theta, m, v
