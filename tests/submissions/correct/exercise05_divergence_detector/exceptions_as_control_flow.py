import numpy as np


class Alarm(Exception):
    pass


def detect_divergence(losses, factor=2.0, patience=3):
    try:
        _watch(iter(losses), factor, patience)
    except Alarm as alarm:
        return alarm.args[0]
    return -1


def _watch(losses, factor, patience):
    seen = []
    row = 0
    for i, loss in enumerate(losses):
        if not float("-inf") < loss < float("inf"):
            raise Alarm(i)
        row = row + 1 if seen and loss > factor * min(seen) else 0
        seen.append(loss)
        if row >= patience:
            raise Alarm(i)


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
