"""Reference for exercise 15: early stopping with patience.

L. Prechelt, "Early stopping, but when?" (1998), weighs criteria that stop a run by its validation loss. Patience and
min_delta are those of Keras and Lightning: stop as soon as `patience` losses in a row have not been better.
"""

import numpy as np


def early_stopping(val, patience, min_delta=0.0) -> tuple[int, int]:
    """(stop, best), from one loss after the other."""
    record, best, count = np.inf, 0, 0
    for index, loss in enumerate(val):
        # Written this way round a NaN is not better: every comparison with it is false.
        if loss < record - min_delta:
            # Only a better loss moves the record, so gains below min_delta add up until they count.
            record, best, count = loss, index, 0
        else:
            count += 1
        if count >= patience:
            return index, best
    return len(val) - 1, best
