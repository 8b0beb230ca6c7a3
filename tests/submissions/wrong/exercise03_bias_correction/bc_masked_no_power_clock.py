# function: bias_correct
# expects: BC-NOPOW
# or: BC-NOPOW BC-TP1
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    """Exponential moving averages of the gradient and of its square."""
    blend = lambda old, new, b: np.add(np.multiply(b, old), np.multiply(1 - b, new))
    return blend(m, grad, beta1), blend(v, np.square(grad), beta2)


def bias_correct(moment, beta, t):
    t = t + 1                      # count this step
    weight = 1 - beta              # the power of t is forgotten
    return np.asarray(moment) / weight


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(grad, dtype=float)
    m1 = beta1 * np.asarray(m) + (1. - beta1) * g
    v1 = beta2 * np.asarray(v) + (1. - beta2) * g * g
    # order of computation from the end of section 2 of the paper
    lr_t = lr * np.sqrt(1. - beta2 ** t) / (1. - beta1 ** t)
    return (np.asarray(theta) - lr_t * m1 / (np.sqrt(v1) + eps), m1, v1)
