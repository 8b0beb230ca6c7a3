# function: warmup_cosine
# expects: SC-WRONGSPAN
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step >= total:
        return floor
    if step < warmup:
        return step * (peak / warmup)
    x = (step - warmup) / total
    return floor + (peak - floor) * (1 + math.cos(x * math.pi)) / 2
