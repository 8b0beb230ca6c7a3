import numpy as np


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    """Count the cuts; the rate follows from how many there were."""
    losses = np.asarray(losses, dtype=float)
    cuts = np.zeros(losses.size)
    record, left = np.inf, patience
    for i, loss in enumerate(losses):
        if loss < record - min_delta:
            record, left = loss, patience
        else:
            left -= 1
        if left == 0:
            cuts[i] = 1
            left = patience
    return np.maximum(lr * factor ** np.cumsum(cuts), floor)
