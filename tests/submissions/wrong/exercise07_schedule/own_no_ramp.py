# function: warmup_cosine
# expects: own
# or: SC-NORAMP
# slip: holds the peak during warm-up
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2
