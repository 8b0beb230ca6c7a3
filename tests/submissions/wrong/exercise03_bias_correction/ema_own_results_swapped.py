# function: ema_moments
# expects: own
# slip: the results are returned in the wrong order, v first
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    grad = np.asarray(grad)
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad ** 2
    return v, m


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = (np.asarray(x, dtype=float) for x in (theta, m, v, grad))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
