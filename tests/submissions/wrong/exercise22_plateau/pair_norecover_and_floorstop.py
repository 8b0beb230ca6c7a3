# function: reduce_on_plateau
# expects: PL-NORECOVER PL-FLOORSTOP
def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, bad, rates = float("inf"), 0, []
    for loss in losses:
        if loss < best - min_delta:
            best = loss
        else:
            bad += 1
        if bad >= patience:
            lr = lr * factor if lr * factor >= floor else lr
            bad = 0
        rates.append(lr)
    return rates
