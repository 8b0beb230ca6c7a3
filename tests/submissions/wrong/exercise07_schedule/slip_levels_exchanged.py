# function: warmup_cosine
# expects: X-ARGS
import math


def warmup_cosine(step, total, warmup, floor, peak=0.0):
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + math.cos(math.pi * x)) / 2
