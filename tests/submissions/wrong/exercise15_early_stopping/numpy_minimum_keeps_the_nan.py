# function: early_stopping
# expects: ES-CREEP ES-NAN
# or: ES-CREEP ES-SKIPNAN
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    record, index, count = np.inf, 0, 0
    for i, x in enumerate(np.asarray(val, dtype=float)):
        if x < record - min_delta:
            index, count = i, 0
        else:
            count += 1
        record = np.minimum(record, x)
        if count >= patience:
            return i, index
    return len(val) - 1, index
