# function: he_init
# expects: IN-TRUNC
import numpy as np


def he_init(fan_in, fan_out, rng):
    std = np.sqrt(2 / fan_in)
    return np.clip(rng.normal(0, std, (fan_in, fan_out)), -2 * std, 2 * std)


def xavier_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))
