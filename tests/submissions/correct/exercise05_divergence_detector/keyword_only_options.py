import numpy as np


def detect_divergence(losses, *, factor=2.0, patience=3):
    losses = np.asarray(losses, dtype=float)
    for i in range(len(losses)):
        if not np.isfinite(losses[i]):
            return i
        if i >= patience and all(losses[j] > factor * losses[:j].min() for j in range(i - patience + 1, i + 1)):
            return i
    return -1


def diagnose_curve(train, *, val=None):
    def parts(c):
        return [np.mean(p) for p in np.split(np.asarray(c, dtype=float), 4)]
    if not np.isfinite(train).all():
        return "exploding"
    if val is not None and not np.isfinite(val).all():
        return "exploding"
    q = parts(train)
    h = np.asarray(train, dtype=float)[len(train) // 2:]
    d = np.diff(h)
    if q[3] > 1.5 * min(q[:3]):
        return "diverging"
    turn = sum(1 for a, b in zip(d, d[1:]) if a * b < 0) / (len(d) - 1)
    if turn > 0.3 and np.mean(np.abs(d)) / np.mean(h) > 0.1:
        return "oscillating"
    if val is not None and q[3] < 0.9 * q[0] and parts(val)[3] > 1.1 * min(parts(val)[:3]):
        return "overfitting"
    return "stalled" if q[3] > 0.9 * q[0] else "healthy"
