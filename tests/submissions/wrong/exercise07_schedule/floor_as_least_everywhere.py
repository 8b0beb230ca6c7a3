# function: warmup_cosine
# expects: SC-FLOORMAX
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    rate = peak * step / warmup if step < warmup else peak * (1 + math.cos(math.pi * min(1, (step - warmup) / (total - warmup)))) / 2
    return rate if rate > floor else floor
