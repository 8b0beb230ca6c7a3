from itertools import accumulate, groupby, pairwise
from math import isfinite
from statistics import fmean

def detect_divergence(losses, factor=2.0, patience=3):
    xs = [float(x) for x in losses]
    end = next((i for i, x in enumerate(xs) if not isfinite(x)), len(xs))
    above = [x > factor * b for x, b in zip(xs[:end], accumulate(xs[:end], min))]
    i = 0
    for flag, group in groupby(above):
        size = sum(1 for _ in group)
        if flag and size >= patience:
            return i + patience - 1
        i += size
    return end if end < len(xs) else -1

def diagnose_curve(train, val=None):
    train = list(map(float, train))
    val = list(map(float, val)) if val is not None else None
    if not all(map(isfinite, train + (val or []))):
        return "exploding"
    k = len(train) // 4
    Q = [fmean(train[i:i + k]) for i in range(0, len(train), k)]
    if Q[3] > 1.5 * min(Q[:3]):
        return "diverging"
    H = train[2 * k:]
    d = [b - a for a, b in pairwise(H)]
    turn_rate = fmean(x * y < 0 for x, y in pairwise(d))
    if turn_rate > 0.3 and fmean(map(abs, d)) > 0.10 * fmean(H):
        return "oscillating"
    if val and Q[3] < 0.9 * Q[0]:
        V = [fmean(val[i:i + k]) for i in range(0, len(val), k)]
        if V[3] > 1.1 * min(V[:3]):
            return "overfitting"
    return "stalled" if Q[3] > 0.9 * Q[0] else "healthy"
