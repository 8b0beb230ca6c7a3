import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta)
    m, v = moments(m, v, grad + weight_decay * theta, beta1, beta2)
    return theta - lr * hat(m, beta1, t) / np.sqrt(hat(v, beta2, t) + eps * eps), m, v


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m, v = moments(m, v, np.asarray(grad), beta1, beta2)
    decayed = (1 - lr * weight_decay) * np.asarray(theta)
    return decayed - lr * hat(m, beta1, t) / np.sqrt(hat(v, beta2, t) + eps * eps), m, v


# helpers below: Python looks them up when the functions run

def moments(m, v, g, beta1, beta2):
    return m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)


def hat(x, beta, t):
    return x / (1 - beta**t)
