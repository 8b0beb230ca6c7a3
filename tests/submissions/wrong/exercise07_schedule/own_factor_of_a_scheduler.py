# function: warmup_cosine
# expects: own
# or: SC-FACTOR
# slip: returns the factor of the peak, as a LambdaLR wants it
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    low = floor / peak
    if step < warmup:
        return step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return low + (1 - low) * (1 + np.cos(np.pi * x)) / 2
