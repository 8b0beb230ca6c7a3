# function: adamw_step
# expects: AD-NOSQRT
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    total = np.add(grad, np.multiply(weight_decay, theta))
    avg = np.asarray(m) + (1 - beta1) * (total - m)
    sq = np.asarray(v) + (1 - beta2) * (total ** 2 - v)
    rate = lr * (1 - beta2 ** t) ** 0.5 / (1 - beta1 ** t)
    return [np.subtract(theta, rate * avg / (np.sqrt(sq) + eps)), avg, sq]


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta, grad = np.asarray(theta), np.asarray(grad)
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - lr * (m_hat / (v_hat + eps) + weight_decay * theta), m, v
