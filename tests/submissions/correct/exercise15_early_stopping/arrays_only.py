import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    n = val.size
    best = count = 0
    record = np.inf
    for i in range(n):
        if val.item(i) < record - min_delta:
            record = val.item(i)
            best, count = i, 0
        else:
            count = count + 1
        if count == patience:
            return i, best
    return n - 1, best
