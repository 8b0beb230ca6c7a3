import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    peak, floor = np.asarray(peak, dtype=float), np.asarray(floor, dtype=float)
    if warmup and step <= warmup:
        return np.interp(step, [0, warmup], [0.0, float(peak)])
    phase = np.interp(step, [warmup, total], [0.0, np.pi])
    return (peak + floor) / 2 + (peak - floor) / 2 * np.cos(phase)
