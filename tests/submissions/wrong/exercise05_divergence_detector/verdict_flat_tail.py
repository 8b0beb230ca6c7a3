# function: diagnose_curve
# expects: DV-RECENT
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
    for curve in (train, val):
        if curve is not None:
            for x in curve:
                if math.isnan(x) or math.isinf(x):
                    return "exploding"
    n = len(train)
    def quarter(c, i):
        part = c[i * n // 4:(i + 1) * n // 4]
        return sum(part) / len(part)
    q = [quarter(train, i) for i in range(4)]
    print("quarters:", q)
    if q[3] > 1.5 * min(q[0], q[1], q[2]):
        return "diverging"
    half = train[n // 2:]
    diffs = [half[i + 1] - half[i] for i in range(len(half) - 1)]
    turns = 0
    for i in range(len(diffs) - 1):
        if diffs[i] * diffs[i + 1] < 0:
            turns += 1
    turn_rate = turns / (len(diffs) - 1)
    roughness = sum(abs(x) for x in diffs) / len(diffs) / (sum(half) / len(half))
    if turn_rate > 0.3 and roughness > 0.1:
        return "oscillating"
    if val is not None:
        v = [quarter(val, i) for i in range(4)]
        if q[3] < 0.9 * q[0] and v[3] > 1.1 * min(v[0], v[1], v[2]):
            return "overfitting"
    # nothing happens any more at the end
    if q[3] > 0.9 * q[2]:
        return "stalled"
    return "healthy"
