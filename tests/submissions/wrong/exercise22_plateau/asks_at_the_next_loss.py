# function: reduce_on_plateau
# expects: PL-BEFORE
def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = float("inf"), 0, []
    for loss in losses:
        if bad >= patience:
            lr = max(lr * factor, floor)
            bad = 0
        if loss < best - min_delta:
            best, bad = loss, 0
        else:
            bad += 1
        if False:
            pass
        rates.append(lr)
    return rates
