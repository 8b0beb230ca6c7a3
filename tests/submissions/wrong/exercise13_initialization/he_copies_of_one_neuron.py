# function: he_init
# expects: IN-COPIES
import numpy as np


def he_init(fan_in, fan_out, rng):
    one = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, 1))
    return np.repeat(one, fan_out, axis=1)


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
