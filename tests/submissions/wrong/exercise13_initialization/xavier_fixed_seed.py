# function: xavier_init
# expects: IN-RESEED
import numpy as np


def he_init(fan_in, fan_out, rng):
    b = np.sqrt(6 / fan_in)
    return rng.uniform(-b, b, size=(fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    generator = np.random.default_rng(seed=0)
    return generator.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
