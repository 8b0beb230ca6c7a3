# function: he_init
# expects: IN-FANOUT
import numpy as np


def he_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / fan_out)
    return rng.uniform(-b, b, (fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))
