# function: warmup_cosine
# expects: SC-TOTALM1
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    last = total - 1
    if step >= last:
        return floor
    return floor + (peak - floor) * (1 + np.cos(np.pi * (step - warmup) / (last - warmup))) / 2
