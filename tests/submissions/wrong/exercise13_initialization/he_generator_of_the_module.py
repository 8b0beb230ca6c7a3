# function: he_init
# expects: IN-GLOBALRNG
import numpy as np


def he_init(fan_in, fan_out, rng):
    global _mine
    _mine = globals().get("_mine") or np.random.default_rng(3)
    return _mine.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
