# function: adam_step
# expects: AD-NODIV
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.array(grad, dtype=float)
    return (m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v))


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = map(np.asarray, (theta, m, v, grad))
    m = beta1*m + (1-beta1)*grad
    v = beta2*v + (1-beta2)*grad**2
    m_hat = m/(1-beta1**t)
    return theta - lr*m_hat, m, v
