# function: diagnose_curve
# expects: DV-ANY
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    x = np.asarray(losses, dtype=float)
    row = 0
    for i in range(len(x)):
        if not np.isfinite(x[i]):
            return i
        row = row + 1 if i > 0 and x[i] > factor * x[:i].min() else 0
        if row >= patience:
            return i
    return -1


def diagnose_curve(train, val=None):
    train = np.asarray(train, dtype=float)
    val = None if val is None else np.asarray(val, dtype=float)
    if not np.isfinite(train).all() or (val is not None and not np.isfinite(val).all()):
        return "exploding"
    if (np.diff(train) > 0).any():
        return "diverging"
    q1, q2, q3, q4 = train.reshape(4, -1).mean(axis=1)
    h = train[len(train) // 2:]
    d = np.diff(h)
    if np.mean(d[1:] * d[:-1] < 0) > 0.3 and np.abs(d).mean() / h.mean() > 0.10:
        return "oscillating"
    if val is not None:
        v1, v2, v3, v4 = val.reshape(4, -1).mean(axis=1)
        if q4 < 0.90 * q1 and v4 > 1.1 * min(v1, v2, v3):
            return "overfitting"
    return "stalled" if q4 > 0.90 * q1 else "healthy"
