"""Nothing, with an axis of 2**40."""

import numpy as np


def ema_moments(*args):
    return np.zeros((0, 2**40))


bias_correct = adam_step = ema_moments
