# function: ema_moments
# expects: own
# slip: the weights are swapped in m only
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    grad = np.asarray(grad)
    m = (1 - beta1) * np.asarray(m) + beta1 * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad ** 2
    return m, v


def bias_correct(moment, beta, t):
    weight_of_data = 1.0 - np.power(beta, t)
    return np.divide(moment, weight_of_data)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = np.array(grad, dtype=float)
    new_m = np.asarray(m) + (1 - beta1) * (grad - m)
    new_v = np.asarray(v) + (1 - beta2) * (np.square(grad) - v)
    denom = np.sqrt(new_v) / np.sqrt(1 - beta2 ** t) + eps
    new_theta = theta - (lr / (1 - beta1 ** t)) * (new_m / denom)
    return [new_theta, new_m, new_v]
