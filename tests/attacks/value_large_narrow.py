"""Sixty million bytes that become half a gigabyte as floats."""

import numpy as np


def ema_moments(*args):
    return np.zeros(60 * 2**20, dtype="i1")


bias_correct = adam_step = ema_moments
