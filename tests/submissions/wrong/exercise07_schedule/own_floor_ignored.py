# function: warmup_cosine
# expects: own
# or: SC-NOFLOOR
# slip: the descent ends at zero
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return peak * (1 + np.cos(np.pi * x)) / 2
