# function: warmup_cosine
# expects: own
# or: SC-FROMFLOOR
# slip: the ramp starts at the floor
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return floor + (peak - floor) * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2
