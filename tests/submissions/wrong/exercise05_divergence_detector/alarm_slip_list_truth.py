# function: detect_divergence
# expects: none
# slip: `if not losses` fails for numpy arrays
import math
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    if not losses:
        return -1
    best, row = math.inf, 0
    for i, loss in enumerate(losses):
        if not math.isfinite(loss):
            return i
        row = row + 1 if loss > factor * best else 0
        if row == patience:
            return i
        best = min(best, loss)
    return -1


def diagnose_curve(train, val=None):
    curves = [np.array(c, dtype=float) for c in (train, val) if c is not None]
    if not all(np.isfinite(c).all() for c in curves):
        return "exploding"
    means = [[part.mean() for part in np.array_split(c, 4)] for c in curves]
    *early, last = means[0]
    if last > 1.5 * min(early):
        return "diverging"
    tail = curves[0][curves[0].size // 2:]
    steps = np.diff(tail)
    back_and_forth = np.mean(np.sign(steps[1:]) * np.sign(steps[:-1]) == -1) > 0.3
    if back_and_forth and np.abs(steps).mean() > 0.10 * tail.mean():
        return "oscillating"
    learned = last < 0.90 * early[0]
    if len(means) == 2 and learned and means[1][3] > 1.1 * min(means[1][:3]):
        return "overfitting"
    if not learned:
        return "stalled"
    return "healthy"
