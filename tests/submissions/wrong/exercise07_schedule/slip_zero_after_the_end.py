# function: warmup_cosine
# expects: none
# slip: falls to zero after the end
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step > total:
        return 0.0
    if step < warmup:
        return peak * step / warmup
    x = (step - warmup) / (total - warmup)
    return floor + (peak - floor) * (1 + math.cos(math.pi * x)) / 2
