# function: early_stopping
# expects: ES-FUTURE
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if x < best - min_delta:
            best, count = x, 0
        else:
            count += 1
        if count >= patience:
            break
    return i, int(np.nanargmin(val))
