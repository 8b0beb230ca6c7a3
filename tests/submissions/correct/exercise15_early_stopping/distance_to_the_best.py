import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    """No count at all: the wait is the distance to the best index."""
    val = np.asarray(val, dtype=float)
    best, record = -1, np.inf
    for i, loss in enumerate(val):
        if loss < record - min_delta:
            best, record = i, loss
        if i - best == patience:
            break
    return np.array([i, best])
