# function: warmup_cosine
# expects: SC-WRONGSPAN
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step > total:
        return floor
    if step < warmup:
        return peak * step / warmup
    t = (step - warmup) / (total - 2 * warmup)
    return floor + 0.5 * (peak - floor) * (1 + math.cos(math.pi * t))
