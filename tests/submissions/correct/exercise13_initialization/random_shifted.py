import numpy as np


def _between(rng, b, shape):
    return (2 * rng.random(shape) - 1) * b


def he_init(fan_in, fan_out, rng):
    return _between(rng, (6 / fan_in) ** 0.5, (fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng):
    return _between(rng, np.sqrt(3) * np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
