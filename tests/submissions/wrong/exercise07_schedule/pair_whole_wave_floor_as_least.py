# function: warmup_cosine
# expects: SC-FULLPERIOD SC-FLOORMAX
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return max(floor, peak * (1 + np.cos(2 * np.pi * x)) / 2)
