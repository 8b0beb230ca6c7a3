# function: warmup_cosine
# expects: SC-WRONGSPAN
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    step = min(step, total)
    if step < warmup:
        return peak * step / warmup
    done = step - warmup
    return floor + (peak - floor) * 0.5 * (math.cos(math.pi * done / total) + 1)
