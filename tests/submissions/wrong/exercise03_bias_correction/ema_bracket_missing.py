# function: ema_moments
# expects: EM-BRACKET
import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
    m, v, grad = (np.asarray(one, dtype=float) for one in (m, v, grad))
    return beta1 * m + 1 - beta1 * grad, beta2 * v + 1 - beta2 * grad**2
