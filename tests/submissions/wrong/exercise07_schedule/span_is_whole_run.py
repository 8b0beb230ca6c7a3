# function: warmup_cosine
# expects: SC-WRONGSPAN
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if warmup and step < warmup:
        return peak * step / warmup
    frac = np.clip((step - warmup) / total, 0, 1)
    return floor + (peak - floor) * 0.5 * (1 + np.cos(np.pi * frac))
