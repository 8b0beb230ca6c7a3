import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    """Works for a whole array of steps too."""
    s = np.asarray(step, dtype=float)
    ramp = s / max(warmup, 1)
    x = np.minimum(1.0, np.maximum(0.0, (s - warmup) / (total - warmup)))
    wave = (1 + np.cos(np.pi * x)) / 2
    return np.where(s < warmup, ramp * peak, floor + wave * (peak - floor))
