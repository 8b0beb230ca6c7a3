# function: he_init
# expects: IN-SMALL
import numpy as np


def he_init(fan_in, fan_out, rng):
    return 0.01 * rng.standard_normal((fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))
