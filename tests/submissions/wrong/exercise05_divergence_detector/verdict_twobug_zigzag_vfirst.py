# function: diagnose_curve
# expects: DV-OSCNOAMP DV-VFIRST
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
    train = np.asarray(train, dtype=float)
    val = None if val is None else np.asarray(val, dtype=float)
    if not np.isfinite(train).all() or (val is not None and not np.isfinite(val).all()):
        return "exploding"
    q1, q2, q3, q4 = train.reshape(4, -1).mean(axis=1)
    if q4 > 1.5 * min(q1, q2, q3):
        return "diverging"
    d = np.diff(train[len(train) // 2:])
    if np.mean(d[1:] * d[:-1] < 0) > 0.3:
        return "oscillating"
    if val is not None:
        v1, v2, v3, v4 = val.reshape(4, -1).mean(axis=1)
        if q4 < 0.90 * q1 and v4 > 1.1 * v1:
            return "overfitting"
    return "stalled" if q4 > 0.90 * q1 else "healthy"
