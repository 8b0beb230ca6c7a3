# function: early_stopping
# expects: none
# slip: the mean of a window is held against the best
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    val = np.asarray(val, dtype=float)
    for i in range(patience, len(val)):
        if val[i - patience + 1 : i + 1].mean() > val[: i - patience + 1].min():
            return i, int(np.argmin(val[: i + 1]))
    return len(val) - 1, int(np.argmin(val))
