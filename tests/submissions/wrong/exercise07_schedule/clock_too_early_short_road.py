# function: warmup_cosine
# expects: SC-NOOFFSET
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    decay_steps = total - warmup
    progress = min(step / decay_steps, 1.0)
    return floor + (peak - floor) * (1 + math.cos(math.pi * progress)) / 2
