# function: warmup_cosine
# expects: SC-INTDIV
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * (step // warmup)
    if step >= total:
        return floor
    share = (step - warmup) // (total - warmup)
    return floor + (peak - floor) * (1 + math.cos(math.pi * share)) / 2
