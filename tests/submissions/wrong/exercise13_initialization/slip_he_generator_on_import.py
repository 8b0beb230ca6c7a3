# function: he_init
# expects: IN-GLOBALRNG
# slip: one generator made on import
import numpy as np


def he_init(fan_in, fan_out, rng):
    return _mine.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


    _mine = np.random.default_rng(3)


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
