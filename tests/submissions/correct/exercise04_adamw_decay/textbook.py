import numpy as np


def _adam(theta, m, v, grad, t, lr, beta1, beta2, eps):
    m = beta1 * np.asarray(m) + (1 - beta1) * grad
    v = beta2 * np.asarray(v) + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    return _adam(theta, m, v, np.asarray(grad) + weight_decay * theta, t, lr, beta1, beta2, eps)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, dtype=float)
    stepped, m, v = _adam(theta, m, v, np.asarray(grad), t, lr, beta1, beta2, eps)
    return stepped - lr * weight_decay * theta, m, v
