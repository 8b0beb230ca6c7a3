# function: detect_divergence
# expects: DV-NORESET
# or: DV-COUNT
import math


def detect_divergence(losses, factor=2.0, patience=3):
    best = math.inf
    count = 0
    for i, x in enumerate(losses):
        if not math.isfinite(x):
            return i
        if x > factor * best:
            count += 1
        if count == patience:
            return i
        best = min(best, x)
    return -1


def diagnose_curve(train, val=None):
    train = [float(x) for x in train]
    others = [] if val is None else [float(x) for x in val]
    if any(math.isnan(x) or math.isinf(x) for x in train + others):
        return "exploding"

    def quarters(curve):
        k = len(curve) // 4
        return [sum(curve[i * k:(i + 1) * k]) / k for i in range(4)]

    q = quarters(train)
    if q[3] > 1.5 * min(q[:3]):
        return "diverging"
    h = train[len(train) // 2:]
    d = [b - a for a, b in zip(h, h[1:])]
    turn_rate = sum(1 for a, b in zip(d, d[1:]) if a * b < 0) / (len(d) - 1)
    roughness = (sum(abs(x) for x in d) / len(d)) / (sum(h) / len(h))
    if turn_rate > 0.3 and roughness > 0.1:
        return "oscillating"
    progress = q[3] < 0.9 * q[0]
    if others and progress:
        v = quarters(others)
        if v[3] > 1.1 * min(v[:3]):
            return "overfitting"
    return "healthy" if progress else "stalled"
