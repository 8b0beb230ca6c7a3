# function: detect_divergence
# expects: own
# slip: a non-finite loss counts as too high, not at once
import numpy as np
def detect_divergence(losses, factor=2.0, patience=3):
    best, row = float("inf"), 0
    for i, x in enumerate(losses):
        high = not np.isfinite(x) or x > factor * best
        row = row + 1 if high else 0
        if row == patience:
            return i
        if np.isfinite(x):
            best = min(best, x)
    return -1


def diagnose_curve(train, val=None):
    train = np.asarray(train, dtype=float)
    val = None if val is None else np.asarray(val, dtype=float)
    if not np.isfinite(train).all() or (val is not None and not np.isfinite(val).all()):
        return "exploding"
    q = train.reshape(4, -1).mean(axis=1)
    if q[3] > 1.5 * q[:3].min():
        return "diverging"
    half = train[len(train) // 2:]
    d = np.diff(half)
    turn_rate = np.mean(d[1:] * d[:-1] < 0)
    if turn_rate > 0.3 and np.abs(d).mean() / half.mean() > 0.10:
        return "oscillating"
    if val is not None and q[3] < 0.9 * q[0]:
        w = val.reshape(4, -1).mean(axis=1)
        if w[3] > 1.1 * w[:3].min():
            return "overfitting"
    return "stalled" if q[3] > 0.9 * q[0] else "healthy"
