import numpy as np


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    rates = np.full(losses.shape, lr, dtype=float)
    best, bad = np.inf, 0
    for i in range(losses.size):
        better = losses.item(i) < best - min_delta
        best = losses.item(i) if better else best
        bad = 0 if better else bad + 1
        if bad == patience:
            rates[i:] = max(rates[i] * factor, floor)
            bad = 0
    return rates
