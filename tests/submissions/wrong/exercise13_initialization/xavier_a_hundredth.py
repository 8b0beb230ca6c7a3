# function: xavier_init
# expects: IN-SMALL
import numpy as np


def he_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, 0.01, size=(fan_in, fan_out))
