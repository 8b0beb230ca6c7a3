# function: adam_l2_step
# expects: AW-FACTOR2
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    penalty_slope = 2 * weight_decay * theta         # d/dx of wd x^2
    g = np.asarray(grad) + penalty_slope
    m = np.asarray(m) + (1 - beta1) * (g - np.asarray(m))
    v = np.asarray(v) + (1 - beta2) * (g * g - np.asarray(v))
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return theta - lr_t * m / (np.sqrt(v) + eps), m, v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, grad = np.asarray(theta, dtype=float), np.asarray(grad, dtype=float)
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return theta - lr * weight_decay * theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
