# function: ema_moments
# expects: EM-OLD
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    new_v = beta2 * np.asarray(v, dtype=float) + (1 - beta2) * np.asarray(grad, dtype=float) ** 2
    return np.array(m, dtype=float), new_v
