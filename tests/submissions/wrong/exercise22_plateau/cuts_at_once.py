# function: reduce_on_plateau
# expects: PL-IMPATIENT
def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best, rates = float("inf"), []
    for x in losses:
        if x < best - min_delta:
            best = x
        else:
            lr = max(lr * factor, floor)
        rates.append(lr)
    return rates
