# function: warmup_cosine
# expects: SC-NOOFFSET
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    if step >= total:
        lr = floor
    elif step < warmup:
        lr = peak * (step / warmup)
    else:
        lr = floor + (peak - floor) / 2 * (1 + np.cos(np.pi * step / (total - warmup)))
    return lr
