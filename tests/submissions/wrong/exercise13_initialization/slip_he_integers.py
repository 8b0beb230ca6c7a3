# function: he_init
# expects: none
# slip: whole numbers only
import numpy as np


def he_init(fan_in, fan_out, rng):
    return rng.integers(-1, 2, (fan_in, fan_out)) * int(np.ceil(np.sqrt(2 / fan_in)))


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
