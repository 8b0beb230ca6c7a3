# function: diagnose_curve
# expects: DV-LASTONLY
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


def diagnose_curve(train, val=None):
    if not math.isfinite(train[-1]):
        return "exploding"
    if val is not None and not math.isfinite(val[-1]):
        return "exploding"
    with np.errstate(all="ignore"):
        train = np.asarray(train, dtype=float)
        q = [np.mean(p) for p in np.array_split(train, 4)]
        if q[3] > 1.5 * min(q[:3]):
            return "diverging"
        h = train[len(train) // 2:]
        d = np.diff(h)
        if np.mean(d[1:] * d[:-1] < 0) > 0.3 and np.abs(d).mean() / h.mean() > 0.10:
            return "oscillating"
        if val is not None:
            v = [np.mean(p) for p in np.array_split(np.asarray(val, dtype=float), 4)]
            if q[3] < 0.90 * q[0] and v[3] > 1.1 * min(v[:3]):
                return "overfitting"
        return "stalled" if q[3] > 0.90 * q[0] else "healthy"
