import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    best = np.float32(np.inf)
    streak = 0
    for index, value in enumerate(np.asarray(losses, dtype=np.float32)):
        if not np.isfinite(value):
            return index
        streak = streak + 1 if value > np.float32(factor) * best else 0
        if streak == patience:
            return np.int64(index)
        best = np.minimum(best, value)
    return np.int64(-1)


def diagnose_curve(train, val=None):
    train = np.asarray(train, dtype=np.float32)
    val = None if val is None else np.asarray(val, dtype=np.float32)
    with np.errstate(all="ignore"):
        if not np.isfinite(train).all() or (val is not None and not np.isfinite(val).all()):
            return "exploding"
    n = train.size
    q1, q2, q3, q4 = (train[i * n // 4:(i + 1) * n // 4].mean() for i in range(4))
    if q4 > np.float32(1.5) * min(q1, q2, q3):
        return "diverging"
    half = train[n // 2:]
    steps = np.diff(half)
    turning = steps[1:] * steps[:-1] < 0
    if turning.mean() > 0.3 and np.abs(steps).mean() / half.mean() > 0.10:
        return "oscillating"
    improving = q4 < np.float32(0.9) * q1
    if improving and val is not None:
        v = val.reshape(4, n // 4).mean(axis=1)
        if v[3] > np.float32(1.1) * v[:3].min():
            return "overfitting"
    return "healthy" if improving else "stalled"
