# function: warmup_cosine
# expects: SC-WRONGSPAN
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    remaining = total - warmup
    done = step - warmup
    x = done / (remaining - warmup)
    x = 1.0 if x > 1 else x
    return floor + (peak - floor) * (1 + np.cos(np.pi * x)) * 0.5
