import numpy as np


def _adam(theta, m, v, grad, t, lr, beta1, beta2, eps, decay, coupled):
    theta, m, v, g = (np.asarray(a, float) for a in (theta, m, v, grad))
    g = g + coupled * decay * theta
    theta = theta * (1 - (not coupled) * lr * decay)
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)
    return theta - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return _adam(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, True)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return _adam(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, False)
