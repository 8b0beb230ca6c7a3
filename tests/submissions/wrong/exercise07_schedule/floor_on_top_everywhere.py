# function: warmup_cosine
# expects: SC-FLOORADD
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        factor = step / warmup
    else:
        factor = 0.5 * (1 + math.cos(math.pi * min(1, (step - warmup) / (total - warmup))))
    return floor + peak * factor
