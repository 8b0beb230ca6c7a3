# function: adam_l2_step
# expects: AW-SQ
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta)
    g = np.asarray(grad) + weight_decay * theta**2
    m = beta1 * np.asarray(m) + (1 - beta1) * g
    v = beta2 * np.asarray(v) + (1 - beta2) * g**2
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    p = np.array(theta, dtype=float)
    g = np.array(grad, dtype=float)
    p *= 1 - lr * weight_decay          # decay first, as PyTorch does
    m1 = np.array(m, dtype=float) * beta1 + g * (1 - beta1)
    v1 = np.array(v, dtype=float) * beta2 + g * g * (1 - beta2)
    denom = np.sqrt(v1) / np.sqrt(1 - beta2 ** t) + eps
    p -= lr / (1 - beta1 ** t) * m1 / denom
    return p, m1, v1
