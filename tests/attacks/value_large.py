"""Sixty megabytes of zeros."""

import numpy as np


def ema_moments(*args):
    return np.zeros(7 * 2**20)


bias_correct = adam_step = ema_moments
