import math


def _scaled(rng, rows, columns, variance):
    return math.sqrt(variance) * rng.standard_normal((rows, columns))


def he_init(fan_in, fan_out, rng):
    return _scaled(rng, fan_in, fan_out, 2.0 / fan_in)


def xavier_init(fan_in, fan_out, rng):
    return _scaled(rng, fan_in, fan_out, 1 / ((fan_in + fan_out) / 2))
