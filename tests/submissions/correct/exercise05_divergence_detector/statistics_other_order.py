"""The rules sit in a dictionary, the first one that holds is taken."""
import math
import statistics


def detect_divergence(losses, factor=2.0, patience=3):
    smallest_earlier = []
    for i in range(len(losses)):
        smallest_earlier.append(min(losses[:i]) if i else math.inf)
        if not math.isfinite(losses[i]):
            return i
        if i + 1 >= patience:
            last = range(i + 1 - patience, i + 1)
            if all(losses[j] > factor * smallest_earlier[j] for j in last):
                return i
    return -1


def diagnose_curve(train, val=None):
    train = [float(x) for x in train]
    val = [] if val is None else [float(x) for x in val]

    def quarter_means(c):
        n = len(c)
        return [statistics.mean(c[i * n // 4:(i + 1) * n // 4]) for i in range(4)]

    def is_exploding():
        return any(not math.isfinite(x) for x in train + val)

    def is_diverging():
        *first, last = quarter_means(train)
        return last > 1.5 * min(first)

    def differences():
        h = train[len(train) // 2:]
        return [h[i] - h[i - 1] for i in range(1, len(h))], statistics.mean(h)

    def is_oscillating():
        d, level = differences()
        turns = [1 if d[i] * d[i - 1] < 0 else 0 for i in range(1, len(d))]
        return statistics.mean(turns) > 0.3 and statistics.mean(abs(x) for x in d) / level > 0.1

    def is_overfitting():
        if not val:
            return False
        q, v = quarter_means(train), quarter_means(val)
        return q[3] < 0.9 * q[0] and v[3] > 1.1 * min(v[:3])

    def is_stalled():
        q = quarter_means(train)
        return q[3] > 0.9 * q[0]

    rules = {
        "exploding": is_exploding,
        "diverging": is_diverging,
        "oscillating": is_oscillating,
        "overfitting": is_overfitting,
        "stalled": is_stalled,
    }
    return next((label for label, holds in rules.items() if holds()), "healthy")
