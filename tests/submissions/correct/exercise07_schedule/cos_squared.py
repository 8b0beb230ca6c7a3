import numpy as np

def warmup_cosine(step, total, warmup, peak, floor=0.0):
    # (1 + cos a) / 2 = cos(a/2)^2
    if step < warmup:
        return np.float64(peak) * step / warmup
    x = np.clip((step - warmup) / (total - warmup), 0, 1)
    return np.cos(np.pi * x / 2) ** 2 * (peak - floor) + floor
