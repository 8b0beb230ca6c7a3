import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    g = np.asarray(grad, dtype=float)
    keep = np.diag([beta1, beta2])
    new = np.eye(2) - keep
    memory = np.stack([np.asarray(m, float), np.asarray(v, float)])
    data = np.stack([g, g * g])
    both = np.einsum("ij,j...->i...", keep, memory) + np.einsum("ij,j...->i...", new, data)
    return tuple(both)


def bias_correct(moment, beta, t):
    ring = np.linalg.matrix_power(np.array([[beta, 1 - beta], [0, 1]]), int(t))
    return np.asarray(moment) / ring[0, 1]


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    m_hat, v_hat = bias_correct(m, beta1, t), bias_correct(v, beta2, t)
    return np.asarray(theta) - lr * np.where(v_hat > 0, m_hat / (np.sqrt(v_hat) + eps), 0.0), m, v
