from enum import StrEnum
import math

class Label(StrEnum):
    EXPLODING = "exploding"
    DIVERGING = "diverging"
    OSCILLATING = "oscillating"
    OVERFITTING = "overfitting"
    STALLED = "stalled"
    HEALTHY = "healthy"

def detect_divergence(losses, factor=2.0, patience=3):
    best, streak = math.inf, 0
    for i, x in enumerate(losses):
        if not math.isfinite(x):
            return i
        streak = (streak + 1) if x > best * factor else 0
        if streak >= patience:
            return i
        best = min(x, best)
    return -1

def diagnose_curve(train, val=None):
    if not all(math.isfinite(x) for c in (train, val) if c is not None for x in c):
        return str(Label.EXPLODING)
    n = len(train)
    part = lambda c, i: sum(c[i * n // 4:(i + 1) * n // 4]) * 4 / n
    q = [part(train, i) for i in range(4)]
    if q[3] > 1.5 * min(q[:3]):
        return str(Label.DIVERGING)
    h = train[n // 2:]
    d = [h[i + 1] - h[i] for i in range(n // 2 - 1)]
    turn = sum(d[i] * d[i + 1] < 0 for i in range(len(d) - 1)) / (len(d) - 1)
    rough = (sum(abs(x) for x in d) / len(d)) / (sum(h) / len(h))
    if turn > 0.3 and rough > 0.1:
        return str(Label.OSCILLATING)
    if val is not None and q[3] < 0.9 * q[0] and part(val, 3) > 1.1 * min(part(val, i) for i in range(3)):
        return str(Label.OVERFITTING)
    return str(Label.STALLED if q[3] > 0.9 * q[0] else Label.HEALTHY)

assert detect_divergence([]) == -1
assert detect_divergence([1, 2, 4, 8, 16, 32, 64]) == 4
assert detect_divergence([4, 3, float("nan")]) == 2
assert diagnose_curve([1.0] * 32) == "stalled"
assert diagnose_curve([0.9 ** i for i in range(32)]) == "healthy"
