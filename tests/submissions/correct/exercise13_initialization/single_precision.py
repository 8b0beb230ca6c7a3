import numpy as np


def he_init(fan_in, fan_out, rng):
    w = rng.standard_normal((fan_in, fan_out), dtype=np.float32)
    w *= np.float32(np.sqrt(2 / fan_in))
    return w


def xavier_init(fan_in, fan_out, rng):
    w = rng.standard_normal((fan_in, fan_out), dtype=np.float32)
    w *= np.float32(np.sqrt(2 / (fan_in + fan_out)))
    return w
