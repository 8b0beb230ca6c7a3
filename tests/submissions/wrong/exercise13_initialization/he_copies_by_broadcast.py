# function: he_init
# expects: IN-COPIES
import numpy as np


def he_init(fan_in, fan_out, rng):
    row = rng.normal(0, np.sqrt(2 / fan_in), fan_out)
    return np.tile(row, (fan_in, 1))


def xavier_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))
