# function: diagnose_curve
# expects: DV-TRAINONLY
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
    if not np.isfinite(train).all():
        return "exploding"
    q = train.reshape(4, -1).mean(axis=1)
    if q[3] > 1.5 * q[:3].min():
        return "diverging"
    h = train[len(train) // 2:]
    d = np.diff(h)
    if np.mean(d[1:] * d[:-1] < 0) > 0.3 and np.abs(d).mean() / h.mean() > 0.10:
        return "oscillating"
    if val is not None:
        v = np.asarray(val, dtype=float).reshape(4, -1).mean(axis=1)
        if q[3] < 0.90 * q[0] and v[3] > 1.1 * v[:3].min():
            return "overfitting"
    return "stalled" if q[3] > 0.90 * q[0] else "healthy"
