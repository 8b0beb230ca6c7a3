# function: bias_correct
# expects: BC-ONLY1
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    if t == 1:
        return np.asarray(moment) / (1 - beta)
    return np.array(moment)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad, dtype=float)
    m1 = beta1 * np.asarray(m) + (1. - beta1) * g
    v1 = beta2 * np.asarray(v) + (1. - beta2) * g * g
    # order of computation from the end of section 2 of the paper
    lr_t = lr * np.sqrt(1. - beta2 ** t) / (1. - beta1 ** t)
    return (np.asarray(theta) - lr_t * m1 / (np.sqrt(v1) + eps), m1, v1)
