import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    val = np.array(val, dtype=np.float32)
    delta = np.float32(min_delta)
    best = np.float32(np.inf)
    index = count = 0
    for i in range(val.shape[0]):
        better = bool(val[i] < best - delta)
        count = 0 if better else count + 1
        if better:
            best, index = val[i], i
        if count >= patience:
            break
    return np.int32(i), np.float32(index)
