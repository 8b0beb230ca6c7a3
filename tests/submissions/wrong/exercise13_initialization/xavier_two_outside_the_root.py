# function: xavier_init
# expects: IN-2SQRT
import numpy as np


def he_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / fan_in)
    return rng.uniform(-b, b, size=(fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, 2 / np.sqrt(fan_in + fan_out), (fan_in, fan_out))
