import warnings

warnings.simplefilter("error")


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0, *, verbose=True):
    best = None
    bad_ones = 0
    rates = {}
    for epoch, loss in enumerate(losses):
        if loss == loss and (best is None or loss < best - min_delta):
            best = loss
            bad_ones = 0
        else:
            bad_ones = bad_ones + 1
            if bad_ones % patience == 0:
                lr = max(floor, factor * lr)
                bad_ones = 0
                if verbose:
                    print(f"epoch {epoch}: rate is now {lr}")
        rates[epoch] = lr
    return list(rates.values())


if __name__ == "__main__":
    assert reduce_on_plateau([2, 2, 2], 1.0, 0.5, 1) == [1.0, 0.5, 0.25]
