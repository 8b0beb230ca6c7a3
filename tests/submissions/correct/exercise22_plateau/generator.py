import math


def _rates(losses, lr, factor, patience, min_delta, floor):
    bar, bad = math.inf, 0
    for loss in losses:
        bad += 1
        if loss < bar:
            bar, bad = loss - min_delta, 0
        elif bad == patience:
            lr, bad = max(lr * factor, floor), 0
        yield lr


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    return list(_rates(losses, lr, factor, patience, min_delta, floor))
