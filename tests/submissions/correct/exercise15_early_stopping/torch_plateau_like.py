import numpy as np


def early_stopping(val, patience, min_delta=0.0):
    # ReduceLROnPlateau(mode="min", threshold_mode="abs") acts when num_bad_epochs > its patience
    threshold, allowed = min_delta, patience - 1
    best, num_bad_epochs, where = float("inf"), 0, 0
    stop = len(val) - 1
    for epoch, metrics in enumerate(np.array(val, dtype=float).tolist()):
        if metrics < best - threshold:
            best, num_bad_epochs, where = metrics, 0, epoch
        else:
            num_bad_epochs += 1
        if num_bad_epochs > allowed:
            stop = epoch
            break
    return np.int64(stop), np.int64(where)
