# function: diagnose_curve
# expects: DV-OSCNOAMP
import math
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
    train = list(train)
    val = list(val) if val is not None else []
    if not all(math.isfinite(x) for x in train + val):
        return "exploding"
    k = len(train) // 4
    avg = lambda c: sum(c) / len(c)
    q = [avg(train[i * k:(i + 1) * k]) for i in range(4)]
    if q[3] > 1.5 * min(q[:3]):
        return "diverging"
    h = train[2 * k:]
    d = [b - a for a, b in zip(h, h[1:])]
    if avg([a * b < 0 for a, b in zip(d, d[1:])]) > 0.3:
        return "oscillating"
    if val and q[3] < 0.9 * q[0]:
        v = [avg(val[i * k:(i + 1) * k]) for i in range(4)]
        if v[3] > 1.1 * min(v[:3]):
            return "overfitting"
    return "stalled" if q[3] > 0.9 * q[0] else "healthy"
