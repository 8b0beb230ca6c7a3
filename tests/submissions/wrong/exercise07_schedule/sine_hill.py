# function: warmup_cosine
# expects: SC-SIN
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return step / warmup * peak
    x = (min(step, total) - warmup) / (total - warmup)
    return floor + (peak - floor) * math.sin(math.pi * x)
