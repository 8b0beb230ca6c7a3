# function: warmup_cosine
# expects: SC-PLUS1
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    # nobody wants to waste the first step on a rate of zero
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2
