# function: warmup_cosine
# expects: SC-SIN
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + np.sin(np.pi * x)) / 2
