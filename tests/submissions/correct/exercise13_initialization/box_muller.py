import numpy as np


def _normal(rng, rows, columns):
    u = 1 - rng.random((rows, columns))  # never zero
    v = rng.random((rows, columns))
    return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)


def he_init(fan_in, fan_out, rng):
    gain = np.sqrt(2)
    return gain / np.sqrt(fan_in) * _normal(rng, fan_in, fan_out)


def xavier_init(fan_in, fan_out, rng):
    gain = 1.0
    return gain * np.sqrt(2 / (fan_in + fan_out)) * _normal(rng, fan_in, fan_out)
