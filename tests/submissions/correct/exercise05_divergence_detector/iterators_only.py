from itertools import accumulate, chain, pairwise, islice
from math import isfinite
from operator import mul
import numpy as np


def detect_divergence(losses, factor=2.0, patience=3):
    losses = [float(x) for x in losses]
    best = chain([float("inf")], accumulate(losses, min))
    rows = accumulate(
        (None if not isfinite(x) else x > factor * b for x, b in zip(losses, best)),
        lambda row, high: None if row is None or high is None else (row + 1) * high, initial=0)
    return next((i for i, row in enumerate(islice(rows, 1, None)) if row is None or row >= patience), -1)


def diagnose_curve(train, val=None):
    train = [float(x) for x in train]
    val = None if val is None else [float(x) for x in val]
    if not all(isfinite(x) for x in chain(train, val or ())):
        return "exploding"
    mean = lambda xs: sum(xs) / len(xs)
    quarters = lambda c: [mean(c[i::1][: len(c) // 4]) for i in range(0, len(c), len(c) // 4)]
    *early, last = quarters(train)
    half = train[len(train) // 2:]
    d = [b - a for a, b in pairwise(half)]
    turn = mean([mul(*p) < 0 for p in pairwise(d)])
    rough = mean([abs(x) for x in d]) / mean(half)
    words = {
        "diverging": lambda: last > 1.5 * min(early),
        "oscillating": lambda: turn > 0.3 and rough > 0.10,
        "overfitting": lambda: val is not None and last < 0.9 * early[0]
        and quarters(val)[3] > 1.1 * min(quarters(val)[:3]),
        "stalled": lambda: last > 0.9 * early[0],
        "healthy": lambda: True,
    }
    return next(word for word, holds in words.items() if holds())
