# function: warmup_cosine
# expects: SC-QUARTER SC-WRONGSPAN
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    if step >= total:
        return floor
    return floor + (peak - floor) * math.cos(math.pi / 2 * (step - warmup) / total)
