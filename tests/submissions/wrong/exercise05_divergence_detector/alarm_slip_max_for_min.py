# function: detect_divergence
# expects: none
# slip: compares with the largest earlier loss instead of the smallest
import math


def detect_divergence(losses, factor=2.0, patience=3):
    worst, streak = math.inf, 0
    for i, x in enumerate(losses):
        if not math.isfinite(x):
            return i
        streak = streak + 1 if i and x > factor * worst else 0
        if streak == patience:
            return i
        worst = x if i == 0 else max(worst, x)
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
