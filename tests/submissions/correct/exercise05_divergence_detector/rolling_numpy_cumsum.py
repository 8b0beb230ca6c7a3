import numpy as np

def detect_divergence(losses, factor=2.0, patience=3):
    y = np.array(losses, dtype=float).ravel()
    if not len(y):
        return -1
    finite = np.isfinite(y)
    first_bad = int(np.argmax(~finite)) if not finite.all() else None
    y = y[:first_bad]
    row = 0
    best_before = np.concatenate(([np.inf], np.minimum.accumulate(y)))[:-1] if len(y) else y
    for i, hit in enumerate(y > factor * best_before):
        row = (row + 1) * int(hit)
        if row == patience:
            return i
    return -1 if first_bad is None else first_bad

def diagnose_curve(train, val=None):
    def quarter(c):
        s = np.concatenate(([0.0], np.cumsum(c)))
        edges = np.linspace(0, len(c), 5).astype(int)
        return np.diff(s[edges]) / (len(c) // 4)
    train = np.asarray(train, dtype=float)
    if not np.isfinite(train).all(): return 'exploding'
    if val is not None and not np.isfinite(np.asarray(val, dtype=float)).all(): return 'exploding'
    Q = quarter(train)
    if Q[3] > 1.5 * Q[:3].min(): return 'diverging'
    H = np.split(train, 2)[1]
    d = np.ediff1d(H)
    turn_rate = (np.diff(np.sign(d)) != 0).mean() if (d != 0).all() else 0.0
    if turn_rate > 0.3 and np.abs(d).mean() / H.mean() > 0.10: return 'oscillating'
    if val is not None and Q[3] < 0.90 * Q[0]:
        V = quarter(np.asarray(val, dtype=float))
        if V[3] > 1.1 * V[:3].min(): return 'overfitting'
    return 'stalled' if Q[3] > 0.90 * Q[0] else 'healthy'
