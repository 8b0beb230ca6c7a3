# function: warmup_cosine
# expects: SC-NOPI
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step >= total:
        return floor
    if step < warmup:
        return peak * step / warmup
    return floor + (peak - floor) * (1 + math.cos((step - warmup) / (total - warmup))) / 2
