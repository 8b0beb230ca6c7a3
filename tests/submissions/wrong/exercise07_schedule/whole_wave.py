# function: warmup_cosine
# expects: SC-FULLPERIOD
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    progress = min(1.0, (step - warmup) / (total - warmup))
    return floor + 0.5 * (peak - floor) * (1 + np.cos(2 * np.pi * progress))
