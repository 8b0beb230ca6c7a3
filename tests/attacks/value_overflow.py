"""Numbers so large that five times of them is infinity, and infinity is infinity."""

import numpy as np


def large(like):
    return np.random.default_rng().uniform(1.0, 1.7, np.shape(like)) * 1e308


def ema_moments(m, *args):
    return large(m), large(m)


def bias_correct(moment, *args):
    return large(moment)


def adam_step(theta, *args):
    return large(theta), large(theta), large(theta)
