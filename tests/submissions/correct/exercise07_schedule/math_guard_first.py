"""Guards first, the ordinary case last."""
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    if step > total:
        step = total
    if warmup > 0 and step <= warmup:
        share = step / warmup
        return share * peak
    x = (step - warmup) / (total - warmup)
    weight = (1.0 + math.cos(math.pi * x)) / 2.0
    return weight * peak + (1.0 - weight) * floor
