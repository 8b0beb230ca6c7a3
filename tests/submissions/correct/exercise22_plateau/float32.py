import numpy as np


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    losses = np.array(losses, dtype=np.float32)
    rate, factor, floor = np.float32(lr), np.float32(factor), np.float32(floor)
    rates = np.empty(losses.shape, dtype=np.float32)
    best, bad = np.float32(np.inf), 0
    for k in range(len(losses)):
        if bool(losses[k] < best - np.float32(min_delta)):
            best, bad = losses[k], 0
        else:
            bad += 1
        if bad >= patience:
            rate, bad = np.maximum(rate * factor, floor), 0
        rates[k] = rate
    return rates
