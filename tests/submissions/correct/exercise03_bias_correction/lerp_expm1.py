import math
import numpy as np

def lerp(a, b, w):
    a = np.asarray(a, dtype=float)
    return a + w * (np.asarray(b, dtype=float) - a)

def ema_moments(m, v, grad, beta1, beta2):
    return lerp(m, grad, 1 - beta1), lerp(v, np.square(grad), 1 - beta2)

def bias_correct(moment, beta, t):
    # 1 - beta^t without cancellation when beta is near one
    return np.asarray(moment) / -math.expm1(t * math.log1p(beta - 1))

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = ema_moments(m, v, grad, beta1, beta2)
    step = bias_correct(m, beta1, t) / (np.sqrt(bias_correct(v, beta2, t)) + eps)
    return lerp(theta, theta - step, lr), m, v
