import math
from statistics import mean


def limits(losses, factor):
    """Pairs (loss, limit) as a monitor would see them."""
    best = math.inf
    for loss in losses:
        yield loss, factor * best
        if loss < best:
            best = loss


def detect_divergence(losses, factor=2.0, patience=3):
    in_a_row = 0
    for i, (loss, limit) in enumerate(limits(losses, factor)):
        match math.isfinite(loss), bool(loss > limit):
            case False, _:
                return i
            case True, True:
                in_a_row += 1
            case _:
                in_a_row = 0
        if in_a_row == patience:
            return i
    return -1


def diagnose_curve(train, val=None):
    train = [float(x) for x in train]
    val = None if val is None else [float(x) for x in val]
    if not all(math.isfinite(x) for x in train):
        return "exploding"
    if val is not None and not all(math.isfinite(x) for x in val):
        return "exploding"
    n = len(train)
    cuts = [0, n // 4, n // 2, 3 * n // 4, n]
    q = [mean(train[a:b]) for a, b in zip(cuts, cuts[1:])]
    if q[-1] / min(q[:-1]) > 1.5:
        return "diverging"
    tail = train[n // 2:]
    diffs = [y - x for x, y in zip(tail, tail[1:])]
    turns = sum(x * y < 0 for x, y in zip(diffs, diffs[1:]))
    if turns / (len(diffs) - 1) > 0.3 and mean(abs(x) for x in diffs) / mean(tail) > 0.10:
        return "oscillating"
    ratio = q[-1] / q[0]
    if val is not None and ratio < 0.90:
        v = [mean(val[a:b]) for a, b in zip(cuts, cuts[1:])]
        if v[-1] / min(v[:-1]) > 1.1:
            return "overfitting"
    return "stalled" if ratio > 0.90 else "healthy"
