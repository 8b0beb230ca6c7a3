# function: diagnose_curve
# expects: DV-BIG
import math
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    best = math.inf
    streak = 0
    for i, loss in enumerate(losses):
        if not math.isfinite(loss):
            return i
        if loss > factor * best:
            streak += 1
        else:
            streak = 0
        if streak == patience:
            return i
        best = min(best, loss)
    return -1


def finite(c):
    return c is None or (np.isfinite(c).all() and np.max(c) < 1e8)

def diagnose_curve(train, val=None):
    if not finite(train) or not finite(val):
        return "exploding"
    train = np.asarray(train, dtype=float)
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
