# function: xavier_init
# expects: IN-TRUNC
import numpy as np


def he_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    std = np.sqrt(2 / (fan_in + fan_out))
    w = rng.normal(0, std, (fan_in, fan_out))
    return np.maximum(np.minimum(w, 2 * std), -2 * std)
