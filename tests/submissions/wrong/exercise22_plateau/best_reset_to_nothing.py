# function: reduce_on_plateau
# expects: PL-BESTRESET
def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = float("inf"), 0, []
    for loss in losses:
        if loss < best - min_delta:
            best, bad = loss, 0
        else:
            bad += 1
        if bad >= patience:
            lr = max(lr * factor, floor)
            best, bad = float('inf'), 0
        rates.append(lr)
    return rates
