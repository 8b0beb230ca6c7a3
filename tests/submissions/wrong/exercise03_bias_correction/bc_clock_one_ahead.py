# function: bias_correct
# expects: BC-TP1
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    """Exponential moving averages of the gradient and of its square."""
    blend = lambda old, new, b: np.add(np.multiply(b, old), np.multiply(1 - b, new))
    return blend(m, grad, beta1), blend(v, np.square(grad), beta2)


def bias_correct(moment, beta, t):
    step = t + 1
    return np.asarray(moment, dtype=float) / (1.0 - beta ** step)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = np.array(grad, dtype=float)
    new_m = np.asarray(m) + (1 - beta1) * (grad - m)
    new_v = np.asarray(v) + (1 - beta2) * (np.square(grad) - v)
    denom = np.sqrt(new_v) / np.sqrt(1 - beta2 ** t) + eps
    new_theta = theta - (lr / (1 - beta1 ** t)) * (new_m / denom)
    return [new_theta, new_m, new_v]
