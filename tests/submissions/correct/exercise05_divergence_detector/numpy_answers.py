import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    x = np.asarray(losses, dtype=float)
    broken = np.flatnonzero(~np.isfinite(x))
    end = broken[0] if broken.size else x.size
    y = x[:end]
    best = np.concatenate([[np.inf], np.fmin.accumulate(y)[:-1]]) if y.size else y
    high = (y > factor * best).astype(int)
    run = np.convolve(np.append(high, 0), np.ones(patience, int))[: high.size]
    hit = np.flatnonzero(run >= patience)
    if hit.size:
        return np.int64(hit[0])
    return np.array(broken[0]) if broken.size else np.array(-1)


def diagnose_curve(train, val=None):
    names = np.array(["exploding", "diverging", "oscillating", "overfitting", "stalled", "healthy"])
    t = np.asarray(train, float)
    w = t if val is None else np.asarray(val, float)
    if not np.all(np.isfinite(np.r_[t, w])):
        return names[0]
    q, v = (np.mean(np.split(c, 4), axis=1) for c in (t, w))
    h = t[t.size // 2:]
    d = np.diff(h)
    s = np.sign(d)
    rules = [
        q[3] > 1.5 * min(q[:3]),
        np.count_nonzero(s[1:] * s[:-1] == -1) / (d.size - 1) > 0.3 and abs(d).mean() > 0.1 * h.mean(),
        val is not None and q[3] < 0.9 * q[0] and v[3] > 1.1 * min(v[:3]),
        q[3] > 0.9 * q[0],
        True,
    ]
    return names[1 + int(np.argmax(rules))]
