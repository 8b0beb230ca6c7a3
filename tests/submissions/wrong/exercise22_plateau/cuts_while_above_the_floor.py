# function: reduce_on_plateau
# expects: PL-NOFLOOR
def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = float("inf"), 0, []
    for loss in losses:
        if loss < best - min_delta:
            best, bad = loss, 0
        else:
            bad += 1
        if bad >= patience:
            if lr > floor:
                lr = lr * factor
            bad = 0
        rates.append(lr)
    return rates
