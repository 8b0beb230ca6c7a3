# function: warmup_cosine
# expects: SC-RISING
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step > total:
        return floor
    if step < warmup:
        return peak * step / warmup
    x = (step - warmup) / (total - warmup)
    return peak - (peak - floor) * 0.5 * (1 + math.cos(math.pi * x))
