# function: diagnose_curve
# expects: DV-GAP
import math
from statistics import fmean
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    arr = np.array(losses, dtype=float)
    if arr.size == 0:
        return -1
    finite = np.isfinite(arr)
    end = arr.size if finite.all() else int(np.argmin(finite))
    above = arr[:end] > factor * np.minimum.accumulate(arr)[:end]
    for i in range(patience - 1, end):
        if above[i - patience + 1:i + 1].all():
            return i
    return end if end < arr.size else -1


def diagnose_curve(train, val=None):
    train = [float(x) for x in train]
    val = None if val is None else [float(x) for x in val]
    if any(not math.isfinite(x) for x in train + (val or [])):
        return "exploding"
    k = len(train) // 4
    q1, q2, q3, q4 = (fmean(train[i * k:(i + 1) * k]) for i in range(4))
    if q4 > 1.5 * min(q1, q2, q3):
        return "diverging"
    h = train[2 * k:]
    d = [b - a for a, b in zip(h, h[1:])]
    turn_rate = fmean(a * b < 0 for a, b in zip(d, d[1:]))
    if turn_rate > 0.3 and fmean(abs(x) for x in d) / fmean(h) > 0.10:
        return "oscillating"
    # validation is worse than training: it has learned by heart
    if val is not None and q4 < 0.90 * q1 and fmean(val[3 * k:]) > 1.1 * q4:
        return "overfitting"
    return "stalled" if q4 > 0.90 * q1 else "healthy"
