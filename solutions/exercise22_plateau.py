"""Reference for exercise 22: the rate is cut when the loss stands still.

The rules are those of PyTorch's ReduceLROnPlateau with threshold_mode "abs", but for its count: torch acts when more
than its patience of losses have not been better, so its patience of 2 is one of 3 here. Keras counts as this file does.
"""

import numpy as np


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0) -> np.ndarray:
    """One rate for each loss, from one loss after the other."""
    best, count, rates = np.inf, 0, []
    for loss in losses:
        # Written this way round a NaN is not better: every comparison with it is false.
        if loss < best - min_delta:
            # Only a better loss moves the best one, so gains below min_delta add up until they count.
            best, count = loss, 0
        else:
            count += 1
        if count >= patience:
            # A cut begins a new wait. The best stays: smaller steps are to beat what larger ones reached.
            lr, count = max(lr * factor, floor), 0
        rates.append(lr)
    return np.array(rates)
