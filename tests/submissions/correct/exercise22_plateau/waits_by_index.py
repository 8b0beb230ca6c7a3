import numpy as np


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    """No count: the wait is the distance to the last event."""
    values = [float(x) for x in losses]
    since, record = -1, float("inf")
    rates = []
    for i, value in enumerate(values):
        if value < record - min_delta:
            since, record = i, value
        if i - since == patience:
            lr = lr * factor if lr * factor > floor else floor
            since = i
        rates.append(np.float64(lr))
    return np.array(rates)
