import enum
import numpy as np


class Word(str, enum.Enum):
    EXPLODING = "exploding"
    DIVERGING = "diverging"
    OSCILLATING = "oscillating"
    OVERFITTING = "overfitting"
    STALLED = "stalled"
    HEALTHY = "healthy"


def diagnose_curve(train, val=None):
    both = np.concatenate([np.asarray(train, float), np.asarray([] if val is None else val, float)])
    if np.isnan(both).any() or np.isinf(both).any():
        return Word.EXPLODING
    t = np.asarray(train, float)
    Q = [part.mean() for part in np.array_split(t, 4)]
    if Q[3] > 1.5 * min(Q[:3]):
        return Word.DIVERGING
    H = t[t.size // 2:]
    d = np.diff(H)
    if ((d[:-1] * d[1:]) < 0).sum() / (len(d) - 1) > 0.3 and np.mean(np.abs(d)) / np.mean(H) > 0.10:
        return Word.OSCILLATING
    if val is not None:
        V = [part.mean() for part in np.array_split(np.asarray(val, float), 4)]
        if Q[3] < 0.9 * Q[0] and V[3] > 1.1 * min(V[:3]):
            return Word.OVERFITTING
    return Word.STALLED if Q[3] > 0.9 * Q[0] else Word.HEALTHY


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
