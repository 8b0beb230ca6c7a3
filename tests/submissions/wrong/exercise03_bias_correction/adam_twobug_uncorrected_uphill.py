# function: adam_step
# expects: AD-NOCORR AD-ASCENT
import math
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    """Exponential moving averages of the gradient and of its square."""
    blend = lambda old, new, b: np.add(np.multiply(b, old), np.multiply(1 - b, new))
    return blend(m, grad, beta1), blend(v, np.square(grad), beta2)


def bias_correct(moment, beta, t):
    return np.array(moment, dtype=float) * (-1.0 / math.expm1(t * math.log(beta)))


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad)
    m = beta1 * np.asarray(m) + (1 - beta1) * g
    v = beta2 * np.asarray(v) + (1 - beta2) * g ** 2
    return theta + lr * m / (np.sqrt(v) + eps), m, v
