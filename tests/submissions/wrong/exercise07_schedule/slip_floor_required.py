# function: warmup_cosine
# expects: none
# slip: floor has no default
import math


def warmup_cosine(step, total, warmup, peak, floor):
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + math.cos(math.pi * x)) / 2
