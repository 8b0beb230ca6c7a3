# function: he_init
# expects: IN-TRUNC
import numpy as np


def he_init(fan_in, fan_out, rng):
    std = np.sqrt(2 / fan_in)
    w = rng.normal(0, std, (fan_in, fan_out))
    while (np.abs(w) > 2 * std).any():
        far = np.abs(w) > 2 * std
        w[far] = rng.normal(0, std, far.sum())
    return w


def xavier_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))
