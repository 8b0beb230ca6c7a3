import numpy as np

def a32(x):
    return np.asarray(x, dtype=np.float32)

def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = a32(m), a32(v), a32(grad)
    return a32(beta1) * m + a32(1 - beta1) * grad, a32(beta2) * v + a32(1 - beta2) * grad * grad

def bias_correct(moment, beta, t):
    return a32(moment) / a32(1 - beta ** t)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    m_hat, v_hat = bias_correct(m, beta1, t), bias_correct(v, beta2, t)
    return a32(theta) - a32(lr) * m_hat / (np.sqrt(v_hat) + a32(eps)), m, v
