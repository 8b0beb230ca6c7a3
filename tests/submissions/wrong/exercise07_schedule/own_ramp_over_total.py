# function: warmup_cosine
# expects: own
# or: SC-RAMPTOTAL
# slip: the ramp is planned for the whole run
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / total
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2
