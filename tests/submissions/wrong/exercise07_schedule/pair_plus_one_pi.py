# function: warmup_cosine
# expects: SC-PLUS1 SC-NOPI
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + math.cos(x)) / 2
