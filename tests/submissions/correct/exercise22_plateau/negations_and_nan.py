import math


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = math.inf, 0, []
    for loss in losses:
        if math.isnan(loss) or not best - loss > min_delta:
            bad += 1
        else:
            best, bad = loss, 0
        if not bad < patience:
            lr *= factor
            if lr < floor:
                lr = floor
            bad = 0
        rates += [lr]
    return rates
