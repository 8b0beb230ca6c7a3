"""Eight gigabytes."""
# finding: memory
# walls: strict confined

import numpy as np


def ema_moments(*args):
    return np.ones(2**30)


bias_correct = adam_step = ema_moments
