# function: xavier_init
# expects: IN-SMALL
import numpy as np


def he_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / fan_in)
    return rng.uniform(-b, b, size=(fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    return rng.uniform(-0.01, 0.01, (fan_in, fan_out))
