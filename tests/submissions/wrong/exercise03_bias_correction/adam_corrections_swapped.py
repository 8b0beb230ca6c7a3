# function: adam_step
# expects: AD-SWAPCORR
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = [np.array(a, dtype=float) for a in (theta, m, v, grad)]
    # first moment
    m *= beta1
    m += (1 - beta1) * grad
    # second moment
    v *= beta2
    v += (1 - beta2) * np.square(grad)
    # bias corrections
    bc1 = 1 - beta1 ** t
    bc2 = 1 - beta2 ** t
    denom = np.sqrt(v / bc1) + eps
    theta -= lr * (m / bc2) / denom
    return theta, m, v
