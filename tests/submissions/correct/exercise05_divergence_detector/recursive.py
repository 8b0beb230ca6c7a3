import math

def detect_divergence(losses, factor=2.0, patience=3):
    values = [float(x) for x in losses]

    def look(i, best, row):
        if i == len(values):
            return -1
        x = values[i]
        if not math.isfinite(x):
            return i
        row = row + 1 if x > factor * best else 0
        if row == patience:
            return i
        return look(i + 1, min(best, x), row)

    return look(0, math.inf, 0)

def _avg(c):
    return math.fsum(c) / len(c)

def diagnose_curve(train, val=None):
    if val is not None:
        if any(math.isnan(x) or math.isinf(x) for x in val):
            return "exploding"
        verdict = diagnose_curve(train)
        if verdict != "healthy":
            return verdict
        # healthy on train: then train improved, and only val can still spoil it
        k = len(val) // 4
        V = [_avg(val[i*k:(i+1)*k]) for i in range(4)]
        return "overfitting" if V[3] > 1.1*min(V[:3]) else "healthy"
    if any(math.isnan(x) or math.isinf(x) for x in train):
        return "exploding"
    k = len(train) // 4
    Q = [_avg(train[i*k:(i+1)*k]) for i in range(4)]
    if Q[3] > 1.5*min(Q[:3]):
        return "diverging"
    H = train[2*k:]
    d = [H[i+1] - H[i] for i in range(len(H)-1)]
    turns = sum((d[i] > 0 > d[i+1]) or (d[i] < 0 < d[i+1]) for i in range(len(d)-1))
    if turns > 0.3*(len(d)-1) and _avg([abs(x) for x in d]) > 0.10*_avg(H):
        return "oscillating"
    return "stalled" if Q[3] > 0.9*Q[0] else "healthy"
