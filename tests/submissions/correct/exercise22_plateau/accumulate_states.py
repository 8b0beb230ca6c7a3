from itertools import accumulate


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    def after(state, loss):
        best, bad, rate = state
        if best is None and loss == loss or best is not None and best - loss > min_delta:
            return loss, 0, rate
        if bad + 1 == patience:
            return best, 0, max(factor * rate, floor)
        return best, bad + 1, rate

    states = list(accumulate(losses, after, initial=(None, 0, lr)))
    return [rate for _, _, rate in states[1:]]
