# function: warmup_cosine
# expects: SC-DURING
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    rate = (peak - floor) * (1 + math.cos(math.pi * min(step, total) / total)) / 2
    if step < warmup:
        rate = rate * step / warmup
    return floor + rate
