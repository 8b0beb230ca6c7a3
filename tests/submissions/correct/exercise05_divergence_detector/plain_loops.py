import math


def detect_divergence(losses, factor=2.0, patience=3):
    best = None
    count = 0
    for i, loss in enumerate(losses):
        if math.isnan(loss) or math.isinf(loss):
            return i
        if best is not None and loss > factor * best:
            count += 1
            if count == patience:
                return i
        else:
            count = 0
        if best is None or loss < best:
            best = loss
    return -1


def mean(xs):
    return sum(xs) / len(xs)


def diagnose_curve(train, val=None):
    n = len(train)
    k = n // 4
    for x in train:
        if not math.isfinite(x):
            return "exploding"
    if val is not None:
        for x in val:
            if not math.isfinite(x):
                return "exploding"
    q1 = mean(train[:k])
    q2 = mean(train[k:2 * k])
    q3 = mean(train[2 * k:3 * k])
    q4 = mean(train[3 * k:])
    if q4 > 1.5 * min(q1, q2, q3):
        return "diverging"

    h = train[n // 2:]
    d = []
    for i in range(len(h) - 1):
        d.append(h[i + 1] - h[i])
    turns = 0
    for i in range(len(d) - 1):
        if d[i] * d[i + 1] < 0:
            turns += 1
    if turns / (len(d) - 1) > 0.3 and mean([abs(x) for x in d]) / mean(h) > 0.10:
        return "oscillating"

    if val is not None:
        v1 = mean(val[:k])
        v2 = mean(val[k:2 * k])
        v3 = mean(val[2 * k:3 * k])
        v4 = mean(val[3 * k:])
        if q4 < 0.90 * q1 and v4 > 1.1 * min(v1, v2, v3):
            return "overfitting"
    if q4 > 0.90 * q1:
        return "stalled"
    return "healthy"
