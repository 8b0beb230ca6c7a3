# function: reduce_on_plateau
# expects: PL-EARLY
import numpy as np

def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    rates = np.zeros(len(losses))
    best, bad = np.inf, 0
    for i, x in enumerate(losses):
        if x < best - min_delta:
            best, bad = x, 0
        else:
            bad += 1
            if bad + 1 >= patience:
                lr, bad = max(lr * factor, floor), 0
        rates[i] = lr
    return rates
