# function: ema_moments
# expects: EM-CENT
import numpy as np
def ema_moments(m, v, grad, beta1, beta2):
    new = beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad)
    return new, beta2 * np.asarray(v) + (1 - beta2) * (np.asarray(grad) - np.asarray(m)) ** 2


def bias_correct(moment, beta, t):
    return np.asarray(moment, dtype=float) / (1 - beta**t)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, grad = (np.asarray(a, dtype=float) for a in (theta, m, v, grad))
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
