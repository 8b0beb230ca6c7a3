import numpy as np

def weight_of_data(beta, t):
    """How much of an average of t values is made of data: w_t = beta w_(t-1) + (1 - beta)."""
    w = 0.0
    for _ in range(t):
        w = beta * w + (1 - beta)
    return w

def ema_moments(m, v, grad, beta1, beta2):
    mean = lambda old, new, b: b * np.asarray(old) + (1 - b) * np.asarray(new)
    return mean(m, grad, beta1), mean(v, np.asarray(grad) ** 2, beta2)

def bias_correct(moment, beta, t):
    return np.asarray(moment) / weight_of_data(beta, t)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    return np.asarray(theta) - lr * bias_correct(m, beta1, t) / (bias_correct(v, beta2, t) ** 0.5 + eps), m, v
