# function: early_stopping
# expects: ES-PREV
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    count = 0
    for i in range(1, len(val)):
        if val[i] > val[i - 1] - min_delta:
            count += 1
        else:
            count = 0
        if count == patience:
            return i, int(np.nanargmin(val[: i + 1]))
    return len(val) - 1, int(np.nanargmin(val))
