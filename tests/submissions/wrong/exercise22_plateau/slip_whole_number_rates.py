# function: reduce_on_plateau
# expects: none
# slip: the rates are cut to the type of the losses
import numpy as np

def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    rates = np.empty_like(losses)
    best, bad = np.inf, 0
    for i, x in enumerate(losses):
        if x < best - min_delta:
            best, bad = x, 0
        else:
            bad += 1
        if bad >= patience:
            lr, bad = max(lr * factor, floor), 0
        rates[i] = lr
    return rates
