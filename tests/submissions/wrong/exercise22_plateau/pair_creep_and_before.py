# function: reduce_on_plateau
# expects: PL-CREEP PL-BEFORE
def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = float("inf"), 0, []
    for loss in losses:
        rates.append(lr)
        if loss < best - min_delta:
            bad = 0
        else:
            bad += 1
        if bad >= patience:
            lr = max(lr * factor, floor)
            bad = 0
        best = loss if loss < best else best
    return rates
