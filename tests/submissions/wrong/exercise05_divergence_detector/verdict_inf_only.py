# function: diagnose_curve
# expects: DV-INFONLY
import math


def detect_divergence(losses, factor=2.0, patience=3):
    best = math.inf
    streak = 0
    for i, loss in enumerate(losses):
        if not math.isfinite(loss):
            return i
        if loss > factor * best:
            streak += 1
        else:
            streak = 0
        if streak == patience:
            return i
        best = min(best, loss)
    return -1


def diagnose_curve(train, val=None):
    everything = list(train) + ([] if val is None else list(val))
    for x in everything:
        if math.isinf(x):
            return "exploding"
    n = len(train)
    mean = lambda c: sum(c) / len(c)
    Q = [mean(train[i * n // 4:(i + 1) * n // 4]) for i in range(4)]
    if Q[3] > 1.5 * min(Q[:3]):
        return "diverging"
    H = train[n // 2:]
    d = [H[i + 1] - H[i] for i in range(len(H) - 1)]
    turns = [d[i] * d[i + 1] < 0 for i in range(len(d) - 1)]
    if mean(turns) > 0.3 and mean([abs(x) for x in d]) / mean(H) > 0.10:
        return "oscillating"
    if val is not None and Q[3] < 0.90 * Q[0]:
        V = [mean(val[i * n // 4:(i + 1) * n // 4]) for i in range(4)]
        if V[3] > 1.1 * min(V[:3]):
            return "overfitting"
    return "stalled" if Q[3] > 0.90 * Q[0] else "healthy"
