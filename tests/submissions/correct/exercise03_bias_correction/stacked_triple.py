import numpy as np

def ema_moments(m, v, grad, beta1, beta2):
    g = np.asarray(grad, dtype=float)
    b = np.array([beta1, beta2]).reshape((2,) + (1,) * g.ndim)
    old = np.stack([np.asarray(m, dtype=float), np.asarray(v, dtype=float)])
    new = np.stack([g, g * g])
    return b * old + (1 - b) * new

def bias_correct(moment, beta, t):
    return np.asarray(moment, dtype=float) * np.reciprocal(1.0 - beta ** t)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    new = theta - lr * bias_correct(m, beta1, t) / (np.sqrt(bias_correct(v, beta2, t)) + eps)
    return np.array([new, m, v])
