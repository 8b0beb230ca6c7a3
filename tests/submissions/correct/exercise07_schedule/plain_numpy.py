import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return peak * step / warmup
    if step >= total:
        return floor
    progress = (step - warmup) / (total - warmup)
    return floor + 0.5 * (peak - floor) * (1 + np.cos(np.pi * progress))
