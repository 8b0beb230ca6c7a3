"""Ratios become differences: everything but the non-finite test happens on logarithms."""
import math
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    limit, row, lowest = math.log(factor), 0, math.inf
    for i, x in enumerate(losses):
        if not math.isfinite(x):
            return i
        y = math.log(x)
        row = (row + 1) * (y - lowest > limit)
        if row >= patience:
            return i
        lowest = min(lowest, y)
    return -1


def diagnose_curve(train, val=None):
    for c in (train, [] if val is None else val):
        for x in c:
            if not math.isfinite(x):
                return "exploding"
    lq = np.log(np.mean(np.reshape(np.asarray(train, float), (4, -1)), axis=1))
    if lq[3] - lq[:3].min() > math.log(1.5):
        return "diverging"
    h = np.asarray(train, float)[len(train) // 2:]
    d = np.ediff1d(h)
    up = d > 0
    down = d < 0
    turns = np.logical_or(up[1:] & down[:-1], down[1:] & up[:-1]).sum()
    if turns > 0.3 * (len(d) - 1) and math.log(np.abs(d).mean()) - math.log(h.mean()) > math.log(0.1) if np.any(d) else False:
        return "oscillating"
    fell = lq[3] - lq[0] < math.log(0.9)
    if val is not None and fell:
        lv = np.log(np.mean(np.reshape(np.asarray(val, float), (4, -1)), axis=1))
        if lv[3] - lv[:3].min() > math.log(1.1):
            return "overfitting"
    return "healthy" if fell else "stalled"
