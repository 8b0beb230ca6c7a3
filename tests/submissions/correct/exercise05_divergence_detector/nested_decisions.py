import numpy as np

def detect_divergence(losses, factor=2.0, patience=3):
    losses = list(losses)
    c = 0
    for i in range(len(losses)):
        if not (abs(losses[i]) < float("inf")):     # false for nan and for both infinities
            return i
        c = c + 1 if i and losses[i] > factor * min(losses[:i]) else 0
        if c >= patience:
            return i
    return -1

def diagnose_curve(train, val=None):
    # same rules in another arrangement: progress first, then the rest
    a = np.array(train, dtype=float)
    n = a.size
    ok = np.all(np.abs(a) < np.inf)
    if val is not None:
        b = np.array(val, dtype=float)
        ok = ok and np.all(np.abs(b) < np.inf)
    if ok:
        q = np.mean(np.reshape(a, (4, n//4)), axis=1)
        if q[3] <= 1.5*np.min(q[:3]):
            h = a[n//2:]
            d = np.diff(h)
            if np.mean(d[:-1]*d[1:] < 0) > 0.3 and np.mean(np.abs(d))/np.mean(h) > 0.1:
                return np.str_("oscillating")
            else:
                if q[3] > 0.9*q[0]:
                    return np.str_("stalled")
                else:
                    if val is not None:
                        w = np.mean(np.reshape(b, (4, n//4)), axis=1)
                        if w[3] > 1.1*np.min(w[:3]):
                            return np.str_("overfitting")
                    return np.str_("healthy")
        else:
            return np.str_("diverging")
    else:
        return np.str_("exploding")
