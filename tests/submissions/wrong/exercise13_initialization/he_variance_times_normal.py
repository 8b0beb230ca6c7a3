# function: he_init
# expects: IN-VARSTD
import numpy as np


def he_init(fan_in, fan_out, rng):
    variance = 2 / fan_in
    return rng.standard_normal((fan_in, fan_out)) * variance


def xavier_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))
