"""A list that grows for ever."""
# finding: memory
# walls: strict confined

import numpy as np


def ema_moments(*args):
    kept = []
    while True:
        kept.append(np.empty(2**24))


bias_correct = adam_step = ema_moments
