from math import pi, sin


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return float(peak) / warmup * step
    gone = min(step, total) - warmup
    road = total - warmup
    # what has been lost since the peak, as a sine squared
    lost = sin(pi * gone / (2 * road)) ** 2
    return float(peak - (peak - floor) * lost)
