# function: warmup_cosine
# expects: none
# slip: counts its own calls instead of taking the step
import math


calls = [-1]


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    calls[0] += 1
    step = calls[0]
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + math.cos(math.pi * x)) / 2
