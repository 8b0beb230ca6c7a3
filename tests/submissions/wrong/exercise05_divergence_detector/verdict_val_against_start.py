# function: diagnose_curve
# expects: DV-VFIRST
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    x = np.asarray(losses, dtype=float)
    row = 0
    for i in range(len(x)):
        if not np.isfinite(x[i]):
            return i
        row = row + 1 if i > 0 and x[i] > factor * x[:i].min() else 0
        if row >= patience:
            return i
    return -1


class Diagnosis:
    def __init__(self, train, val):
        self.train = np.array(train, dtype=float)
        self.val = np.array(val, dtype=float) if val is not None else None

    def quarters(self, c):
        return [x.mean() for x in np.split(c, 4)]

    def broken(self):
        return not np.isfinite(self.train).all() or (self.val is not None and not np.isfinite(self.val).all())

    def bouncing(self):
        h = np.split(self.train, 2)[1]
        d = np.diff(h)
        return (d[1:] * d[:-1] < 0).mean() > 0.3 and np.abs(d).mean() > 0.10 * h.mean()

    def verdict(self):
        if self.broken():
            return "exploding"
        q = self.quarters(self.train)
        if q[3] > 1.5 * min(q[:3]):
            return "diverging"
        if self.bouncing():
            return "oscillating"
        if self.val is not None:
            v = self.quarters(self.val)
            if q[3] < 0.90 * q[0] and v[3] > 1.1 * v[0]:
                return "overfitting"
        return "stalled" if q[3] > 0.90 * q[0] else "healthy"

def diagnose_curve(train, val=None):
    return Diagnosis(train, val).verdict()
