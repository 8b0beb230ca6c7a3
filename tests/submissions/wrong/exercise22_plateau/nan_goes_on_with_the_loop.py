# function: reduce_on_plateau
# expects: PL-SKIPNAN
import math

def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = math.inf, 0, []
    for x in losses:
        if math.isnan(x):
            rates.append(lr)
            continue
        if x < best - min_delta:
            best, bad = x, 0
        else:
            bad += 1
        if bad == patience:
            lr, bad = max(lr * factor, floor), 0
        rates.append(lr)
    return rates
