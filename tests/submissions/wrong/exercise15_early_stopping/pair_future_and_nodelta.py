# function: early_stopping
# expects: ES-FUTURE ES-NODELTA
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if x < best:
            best, index, count = x, i, 0
        else:
            count += 1
        if count >= patience:
            return i, int(np.nanargmin(val))
    return len(val) - 1, int(np.nanargmin(val))
