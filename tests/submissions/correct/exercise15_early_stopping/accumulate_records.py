import itertools
import math


def early_stopping(val, patience, min_delta=0.0):
    def watch(state, item):
        record, best, count = state
        i, loss = item
        if record - loss > min_delta or (math.isinf(record) and loss == loss and math.isfinite(loss)):
            return loss, i, 0
        return record, best, count + 1

    states = itertools.accumulate(enumerate(val), watch, initial=(math.inf, 0, 0))
    next(states)
    for i, (_, best, count) in enumerate(states):
        if count == patience:
            return i, best
    return i, best
