# function: warmup_cosine
# expects: SC-DURING
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    factor = 1.0 if warmup == 0 else min(1.0, step / warmup)
    x = min(1.0, step / total)
    return factor * (floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2)
