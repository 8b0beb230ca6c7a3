"""NaN in an array of the right shape."""

import numpy as np


def ema_moments(*args):
    return np.full(np.shape(args[0]), np.nan)


bias_correct = adam_step = ema_moments
