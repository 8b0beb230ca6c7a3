# function: bias_correct
# expects: none
# slip: no correction any more after step 20
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = np.asarray(m), np.asarray(v), np.asarray(grad)
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * grad ** 2
    return m_new, v_new


def bias_correct(moment, beta, t):
    moment = np.asarray(moment)
    if t <= 20:
        return moment / (1 - beta ** t)
    return moment * 1.0


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = np.array(grad, dtype=float)
    new_m = np.asarray(m) + (1 - beta1) * (grad - m)
    new_v = np.asarray(v) + (1 - beta2) * (np.square(grad) - v)
    denom = np.sqrt(new_v) / np.sqrt(1 - beta2 ** t) + eps
    new_theta = theta - (lr / (1 - beta1 ** t)) * (new_m / denom)
    return [new_theta, new_m, new_v]
