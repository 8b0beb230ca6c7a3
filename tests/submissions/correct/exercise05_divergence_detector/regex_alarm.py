import re
import math
import numpy as np

# write the curve as a word: '!' not finite, '#' above the limit, '.' fine

def spell(losses, factor):
    best = math.inf
    for x in losses:
        if not math.isfinite(x):
            yield "!"
            return
        yield "#" if x > factor * best else "."
        best = min(best, x)

def detect_divergence(losses, factor=2.0, patience=3):
    word = "".join(spell(losses, factor))
    found = re.search("!|#{%d}" % patience, word)
    return found.end() - 1 if found else -1

LABELS = ("exploding", "diverging", "oscillating", "overfitting", "stalled", "healthy")

def diagnose_curve(train, val=None):
    t = np.array(train, dtype=float)
    v = np.array(val if val is not None else train, dtype=float)
    if not (np.isfinite(t).all() and np.isfinite(v).all()):
        return LABELS[0]
    q, w = t.reshape(4, -1).mean(1), v.reshape(4, -1).mean(1)
    h = t[len(t) // 2:]
    d = np.diff(h)
    flags = (
        q[3] > 1.5 * q[:3].min(),
        np.mean(d[1:] * d[:-1] < 0) > 0.3 and np.abs(d).mean() / h.mean() > 0.10,
        val is not None and q[3] < 0.90 * q[0] and w[3] > 1.1 * w[:3].min(),
        q[3] > 0.90 * q[0],
        True,
    )
    return LABELS[1 + flags.index(True)]
