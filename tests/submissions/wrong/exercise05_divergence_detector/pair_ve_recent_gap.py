# function: diagnose_curve
# expects: DV-RECENT DV-GAP
import numpy as np
def diagnose_curve(train, val=None):
    t = np.asarray(train, dtype=float)
    v = None if val is None else np.asarray(val, dtype=float)
    Q1, Q2, Q3, Q4 = t.reshape(4, -1).mean(axis=1)
    V = None if v is None else v.reshape(4, -1).mean(axis=1)
    H = t[len(t) // 2:]
    d = np.diff(H)
    turns = np.mean(d[1:] * d[:-1] < 0)
    rough = np.abs(d).mean() / H.mean()
    if not np.isfinite(t).all() or (v is not None and not np.isfinite(v).all()):
        return "exploding"
    if Q4 > 1.5 * min(Q1, Q2, Q3):
        return "diverging"
    if turns > 0.3 and rough > 0.10:
        return "oscillating"
    if v is not None and Q4 < 0.9 * Q1 and V[3] > 1.1 * Q4:
        return "overfitting"
    if Q4 > 0.9 * Q3:
        return "stalled"
    return "healthy"


def detect_divergence(losses, factor=2.0, patience=3):
    best, row = float("inf"), 0
    for i, loss in enumerate(losses):
        if not np.isfinite(loss):
            return i
        row = row + 1 if loss > factor * best else 0
        if row == patience:
            return i
        best = min(best, loss)
    return -1
