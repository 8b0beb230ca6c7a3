def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    def go(i, best, bad, rate):
        if i == len(losses):
            return []
        if losses[i] < best - min_delta:
            best, bad = losses[i], 0
        else:
            bad += 1
        if bad >= patience:
            rate, bad = max(rate * factor, floor), 0
        return [rate] + go(i + 1, best, bad, rate)

    return go(0, float("inf"), 0, lr)
