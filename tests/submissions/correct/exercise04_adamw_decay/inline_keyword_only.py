import numpy as np


def adam_l2_step(theta, m, v, grad, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    g = np.add(grad, np.multiply(weight_decay, theta))
    m = beta1 * np.asarray(m) + (1 - beta1) * g
    v = beta2 * np.asarray(v) + (1 - beta2) * g**2
    a = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return np.asarray(theta) - a * m / (np.sqrt(v) + eps * np.sqrt(1 - beta2**t)), m, v


def adamw_step(theta, m, v, grad, t, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad)
    v = beta2 * np.asarray(v) + (1 - beta2) * np.asarray(grad) ** 2
    a = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return np.asarray(theta) * (1 - lr * weight_decay) - a * m / (np.sqrt(v) + eps * np.sqrt(1 - beta2**t)), m, v
