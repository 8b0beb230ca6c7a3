# function: adam_step
# expects: AD-NOLR
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    """Exponential moving averages of the gradient and of its square."""
    blend = lambda old, new, b: np.add(np.multiply(b, old), np.multiply(1 - b, new))
    return blend(m, grad, beta1), blend(v, np.square(grad), beta2)


def bias_correct(moment, beta, t):
    return np.asarray(moment) / (1 - beta ** t)


adam_step = lambda theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8: (
    lambda a, b: (theta - a / (1 - beta1**t) / (np.sqrt(b / (1 - beta2**t)) + eps), a, b)
)(beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad), beta2 * np.asarray(v) + (1 - beta2) * np.asarray(grad)**2)
