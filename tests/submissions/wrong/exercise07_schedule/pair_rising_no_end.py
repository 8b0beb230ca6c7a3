# function: warmup_cosine
# expects: SC-RISING SC-NOCLAMP
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    x = (step - warmup) / (total - warmup)
    return floor + (peak - floor) * (1 - math.cos(math.pi * x)) / 2
