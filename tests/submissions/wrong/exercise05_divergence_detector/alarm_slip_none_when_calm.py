# function: detect_divergence
# expects: none
# slip: None comes back instead of -1
import math
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    best, streak = math.inf, 0
    for i, x in enumerate(losses):
        if not math.isfinite(x):
            return i
        streak = streak + 1 if x > factor * best else 0
        if streak == patience:
            return i
        best = min(best, x)


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
