# function: warmup_cosine
# expects: SC-NOPI
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    p = np.minimum((step - warmup) / (total - warmup), 1)
    return floor + (peak - floor) * (1 + np.cos(p)) / 2
