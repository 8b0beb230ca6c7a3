import numpy as np

# 1 - beta^t = (1 - beta)(1 + beta + ... + beta^(t-1))

def ema_moments(m, v, grad, beta1, beta2):
    grad = np.asarray(grad)
    keep1, keep2 = beta1, beta2
    new1, new2 = 1 - keep1, 1 - keep2
    return keep1*np.asarray(m) + new1*grad, keep2*np.asarray(v) + new2*np.abs(grad)**2

def bias_correct(moment, beta, t):
    series = sum(beta**i for i in range(int(t)))
    return np.asarray(moment) / ((1 - beta) * series)

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    up = bias_correct(m, beta1, t)
    down = np.sqrt(bias_correct(v, beta2, t))
    return theta - lr * up / (down + eps), m, v
