# function: diagnose_curve
# expects: DV-TRAINONLY
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
    if not np.isfinite(train).all():
        return "exploding"
    q = train.reshape(4, -1).mean(axis=1)
    if q[3] > 1.5 * q[:3].min():
        return "diverging"
    h = train[len(train) // 2:]
    d = np.diff(h)
    if np.mean(d[1:] * d[:-1] < 0) > 0.3 and np.abs(d).mean() / h.mean() > 0.10:
        return "oscillating"
    return "stalled" if q[3] > 0.90 * q[0] else "healthy"
