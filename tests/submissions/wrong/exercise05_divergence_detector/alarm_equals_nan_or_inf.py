# function: detect_divergence
# expects: DV-INFONLY
# or: DV-NANEQ
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    best = np.inf
    streak = 0
    for i, x in enumerate(losses):
        if x == np.nan or x == np.inf or x == -np.inf:
            return i
        if x > factor * best:
            streak += 1
        else:
            streak = 0
        if streak == patience:
            return i
        if x < best:
            best = x
    return -1


def diagnose_curve(train, val=None):
    train = np.asarray(train, dtype=float)
    n = len(train)
    if not np.all(np.isfinite(train)):
        return "exploding"
    if val is not None:
        val = np.asarray(val, dtype=float)
        if not np.all(np.isfinite(val)):
            return "exploding"
    q1, q2, q3, q4 = train.reshape(4, n // 4).mean(axis=1)
    if q4 > 1.5 * min(q1, q2, q3):
        return "diverging"
    half = train[n // 2:]
    d = np.diff(half)
    turns = np.sum(d[1:] * d[:-1] < 0) / (len(d) - 1)
    rough = np.mean(np.abs(d)) / np.mean(half)
    if turns > 0.3 and rough > 0.10:
        return "oscillating"
    if val is not None:
        v = val.reshape(4, n // 4).mean(axis=1)
        if q4 < 0.90 * q1 and v[3] > 1.1 * v[:3].min():
            return "overfitting"
    if q4 > 0.90 * q1:
        return "stalled"
    return "healthy"
