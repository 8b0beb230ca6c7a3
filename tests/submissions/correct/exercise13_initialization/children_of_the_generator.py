import numpy as np


class Initializer:
    """He for fan_in alone, Xavier for the mean of both fans."""

    def __init__(self, gain2, count):
        self.variance = gain2 / count

    def __call__(self, shape, rng):
        child = rng.spawn(1)[0]
        return np.asarray(child.normal(0.0, np.sqrt(self.variance), size=shape), dtype="float64")


def he_init(fan_in, fan_out, rng) -> np.ndarray:
    return Initializer(2.0, fan_in)((fan_in, fan_out), rng)


def xavier_init(fan_in, fan_out, rng) -> np.ndarray:
    return Initializer(1.0, (fan_in + fan_out) / 2)((fan_in, fan_out), rng)
