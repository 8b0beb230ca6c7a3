import numpy as np

def detect_divergence(losses, factor=2.0, patience=3):
    n = len(losses)
    for i in range(n):
        if not np.isfinite(losses[i]):
            return i
        if i >= patience:
            window = range(i - patience + 1, i + 1)
            if all(losses[j] >= factor * min(losses[:j]) for j in window):
                return i
    return -1

def diagnose_curve(train, val=None):
    train = np.array(train, dtype=float)
    has_val = val is not None
    if not np.isfinite(np.sum(train)) or (has_val and not np.isfinite(np.sum(np.array(val, dtype=float)))):
        return "exploding"
    Q = [q.mean() for q in np.array_split(train, 4)]
    if Q[3] >= 1.5*min(Q[0], Q[1], Q[2]):
        return "diverging"
    H = np.array_split(train, 2)[1]
    d = H[1:] - H[:-1]
    s = np.sign(d)
    turn_rate = np.mean(s[1:] != s[:-1]) if np.all(s != 0) else np.mean(s[1:]*s[:-1] < 0)
    if turn_rate >= 0.3 and np.mean(np.abs(d)) >= 0.10*np.mean(H):
        return "oscillating"
    if has_val:
        V = [q.mean() for q in np.array_split(np.array(val, dtype=float), 4)]
        if Q[3] <= 0.9*Q[0] and V[3] >= 1.1*min(V[:3]):
            return "overfitting"
    return "stalled" if Q[3] >= 0.9*Q[0] else "healthy"
