# function: warmup_cosine
# expects: none
# slip: rounded to two decimals
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return round(float(peak * step / warmup), 2)
    x = min(1, (step - warmup) / (total - warmup))
    return round(float(floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2), 2)
