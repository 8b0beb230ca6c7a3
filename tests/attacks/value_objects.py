"""An array of objects."""
# finding: value

import numpy as np


def ema_moments(*args):
    return np.array([object(), None], dtype=object)


bias_correct = adam_step = ema_moments
