import numpy as np


def detect_divergence(c, k=2.0, p=3):
    c = np.ravel(c).astype(float)
    state = {"best": np.inf, "row": 0}
    for i in np.arange(c.size):
        if np.isnan(c[i] * 0):
            return i
        state["row"] = state["row"] + 1 if c[i] > k * state["best"] else 0
        state["best"] = np.fmin(state["best"], c[i])
        if state["row"] == p:
            return i
    return -1


def diagnose_curve(a, b=None):
    a = np.ravel(a).astype(float)
    if np.isnan(a * 0).any() or (b is not None and np.isnan(np.ravel(b) * 0.0).any()):
        return "exploding"
    n = a.size
    q = [a[k * n // 4:(k + 1) * n // 4].mean() for k in range(4)]
    h = a[n // 2:]
    d = h[1:] - h[:-1]
    return np.select(
        [q[3] > 1.5 * min(q[:-1]),
         (np.sum(np.abs(np.diff(np.sign(d))) == 2) / (d.size - 1) > 0.3) & (np.abs(d).mean() / h.mean() > 0.1),
         b is not None and q[3] < 0.9 * q[0]
         and np.reshape(b, (4, -1)).mean(1)[3] > 1.1 * np.reshape(b, (4, -1)).mean(1)[:3].min(),
         q[3] > 0.9 * q[0]],
        ["diverging", "oscillating", "overfitting", "stalled"], "healthy")
