# function: ema_moments
# expects: none
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    new_m, new_v = np.zeros_like(m), np.zeros_like(v)
    new_m[...] = beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad)
    new_v[...] = beta2 * np.asarray(v) + (1 - beta2) * np.asarray(grad) ** 2
    return new_m, new_v
