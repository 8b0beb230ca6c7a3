import math

warmup_cosine = lambda step, total, warmup, peak, floor=0.0: (
    peak * step / warmup
    if step < warmup
    else floor + (peak - floor) * (1 - math.cos(math.pi * max(0, total - step) / (total - warmup))) / 2
)
