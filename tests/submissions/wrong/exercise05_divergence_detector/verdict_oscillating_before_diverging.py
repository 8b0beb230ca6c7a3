# function: diagnose_curve
# expects: DV-ORDER
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
    t = np.asarray(train, dtype=float)
    w = np.asarray(val if val is not None else train, dtype=float)
    Q = t.reshape(4, -1).mean(axis=1)
    V = w.reshape(4, -1).mean(axis=1)
    H = t[t.size // 2:]
    d = np.diff(H)
    with np.errstate(all="ignore"):
        rules = [
            ("exploding", not (np.isfinite(t).all() and np.isfinite(w).all())),
            ("oscillating", np.mean(d[1:] * d[:-1] < 0) > 0.3 and np.mean(np.abs(d)) / np.mean(H) > 0.10),
            ("diverging", Q[3] > 1.5 * Q[:3].min()),
            ("overfitting", val is not None and Q[3] < 0.90 * Q[0] and V[3] > 1.1 * V[:3].min()),
            ("stalled", Q[3] > 0.90 * Q[0]),
            ("healthy", True),
        ]
    return next(label for label, holds in rules if holds)
