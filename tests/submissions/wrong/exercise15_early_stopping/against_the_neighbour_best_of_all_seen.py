# function: early_stopping
# expects: ES-PREV
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    count = 0
    previous = np.inf
    for i, x in enumerate(val):
        count = 0 if x < previous - min_delta else count + 1
        previous = x
        if count == patience:
            break
    return i, int(np.nanargmin(val[: i + 1]))
