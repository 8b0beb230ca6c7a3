# function: he_init
# expects: IN-UNIT
import numpy as np


def he_init(fan_in, fan_out, rng):
    return rng.uniform(-1, 1, (fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
