# function: warmup_cosine
# expects: SC-PLUS1
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    # 1) linear warmup for warmup steps
    if step < warmup:
        return peak * (step + 1) / (warmup + 1)
    # 2) if step > total, return the floor
    if step > total:
        return floor
    # 3) in between, use cosine decay down to the floor
    decay_ratio = (step - warmup) / (total - warmup)
    coeff = 0.5 * (1.0 + math.cos(math.pi * decay_ratio))
    return floor + coeff * (peak - floor)
