# function: warmup_cosine
# expects: SC-FULLPERIOD
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    if step >= total:
        return floor
    angle = math.tau * (step - warmup) / (total - warmup)
    return floor + (peak - floor) * (1 + math.cos(angle)) / 2
