# function: diagnose_curve
# expects: DV-OSCNOTURN
import math
from itertools import pairwise
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    arr = np.array(losses, dtype=float)
    if arr.size == 0:
        return -1
    finite = np.isfinite(arr)
    end = arr.size if finite.all() else int(np.argmin(finite))
    above = arr[:end] > factor * np.minimum.accumulate(arr)[:end]
    for i in range(patience - 1, end):
        if above[i - patience + 1:i + 1].all():
            return i
    return end if end < arr.size else -1


mean_of = lambda xs: (lambda l: sum(l) / len(l))(list(xs))

def diagnose_curve(train, val=None):
    if not all(math.isfinite(x) for x in [*train, *(val if val is not None else ())]):
        return "exploding"
    k = len(train) // 4
    q = [mean_of(train[i:i + k]) for i in range(0, 4 * k, k)]
    if q[-1] > 1.5 * min(q[:-1]):
        return "diverging"
    if mean_of(abs(b - a) for a, b in pairwise(train[2 * k:])) > 0.10 * mean_of(train[2 * k:]):
        return "oscillating"
    if val is not None and q[-1] < 0.90 * q[0]:
        v = [mean_of(val[i:i + k]) for i in range(0, 4 * k, k)]
        if v[-1] > 1.1 * min(v[:-1]):
            return "overfitting"
    return "stalled" if q[-1] > 0.90 * q[0] else "healthy"
