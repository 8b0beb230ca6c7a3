# function: early_stopping
# expects: ES-NAN
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    record, index, count = np.inf, 0, 0
    for i, x in enumerate(np.asarray(val, dtype=float)):
        better = x < record - min_delta
        count = 0 if better else count + 1
        index = i if better else index
        record = np.where(better | np.isnan(x), x, record)
        if count >= patience:
            return i, index
    return len(val) - 1, index
