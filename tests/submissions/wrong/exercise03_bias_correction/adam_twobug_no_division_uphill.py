# function: adam_step
# expects: AD-NODIV AD-ASCENT
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    return (m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v))


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad)
    m = beta1 * np.asarray(m) + (1 - beta1) * g
    v = beta2 * np.asarray(v) + (1 - beta2) * g ** 2
    return theta + lr * (m / (1 - beta1 ** t)), m, v
