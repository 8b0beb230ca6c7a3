# function: warmup_cosine
# expects: none
# slip: another default of floor
import math


def warmup_cosine(step, total, warmup, peak, floor=1e-3):
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + math.cos(math.pi * x)) / 2
