from collections import deque
import math
import numpy as np

def detect_divergence(losses, factor=2.0, patience=3):
    recent = deque([False] * patience, maxlen=patience)
    best = float("inf")
    for i, l in enumerate(losses):
        if not math.isfinite(l):
            return i
        recent.append(bool(l > factor * best))
        if all(recent):
            return i
        if l < best:
            best = l
    return -1

def diagnose_curve(train, val=None):
    t = np.asarray(train, float)
    v = np.asarray(val, float) if val is not None else np.array([])
    if np.isnan(t).any() or np.isinf(t).any() or np.isnan(v).any() or np.isinf(v).any():
        return "exploding"
    quarters = lambda c: [float(np.mean(c[len(c)*i//4:len(c)*(i+1)//4])) for i in range(4)]
    q1, q2, q3, q4 = quarters(t)
    half = t[len(t)//2:]
    d = np.diff(half)
    turn_rate = sum(x*y < 0 for x, y in zip(d, d[1:]))/(len(d) - 1)
    roughness = np.mean(np.abs(d))/np.mean(half)
    if q4 > 1.5*min(q1, q2, q3): return "diverging"
    if turn_rate > .3 and roughness > .1: return "oscillating"
    if len(v):
        v1, v2, v3, v4 = quarters(v)
        if q4 < .9*q1 and v4 > 1.1*min(v1, v2, v3): return "overfitting"
    if q4 > .9*q1: return "stalled"
    return "healthy"
