import numpy as np

def detect_divergence(losses, factor=2.0, patience=3):
    x = np.asarray(losses, dtype=float)
    bad = np.flatnonzero(~np.isfinite(x))
    stop = bad[0] if bad.size else x.size
    x = x[:stop]
    if x.size >= patience:
        above = (x > factor * np.minimum.accumulate(x)).astype(int)
        runs = np.convolve(above, np.ones(patience, dtype=int), mode="valid")
        hits = np.flatnonzero(runs == patience)
        if hits.size:
            return hits[0] + patience - 1          # an np.int64
    return stop if bad.size else -1

def diagnose_curve(train, val=None):
    t = np.asarray(train, dtype=float)
    everything = t if val is None else np.concatenate([t, np.asarray(val, dtype=float)])
    if not np.isfinite(everything).all():
        return "exploding"
    q = t.reshape(4, -1).mean(axis=1)
    h = t[t.size // 2:]
    d = np.diff(h)
    turn_rate = np.count_nonzero(d[1:] * d[:-1] < 0) / (d.size - 1)
    roughness = np.abs(d).mean() / h.mean()
    v = None if val is None else np.asarray(val, dtype=float).reshape(4, -1).mean(axis=1)
    conditions = [
        q[3] > 1.5 * q[:3].min(),
        turn_rate > 0.3 and roughness > 0.10,
        v is not None and q[3] < 0.90 * q[0] and v[3] > 1.1 * v[:3].min(),
        q[3] > 0.90 * q[0],
    ]
    return np.select(conditions, ["diverging", "oscillating", "overfitting", "stalled"], "healthy")[()]
