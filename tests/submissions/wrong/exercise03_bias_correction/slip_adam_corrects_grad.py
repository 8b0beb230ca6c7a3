# function: adam_step
# expects: none
# slip: v is corrected after the root
import numpy as np
def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad)
    m, v = beta1 * np.asarray(m) + (1 - beta1) * g, beta2 * np.asarray(v) + (1 - beta2) * g * g
    return np.asarray(theta) - lr * m / (1 - beta1**t) / (np.sqrt(v) / (1 - beta2**t) + eps), m, v


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = (np.asarray(a, dtype=float) for a in (m, v, grad))
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2

def bias_correct(moment, beta, t):
    return np.asarray(moment, dtype=float) / (1 - beta**t)
