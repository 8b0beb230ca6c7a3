from collections import namedtuple

Result = namedtuple("Result", "stop best")


def _monitor(patience, min_delta):
    best, record, wait, i, done = 0, None, 0, -1, False
    while True:
        loss = yield Result(i, best), done
        i += 1
        if loss == loss and (record is None or loss < record - min_delta):
            best, record, wait = i, loss, 0
        else:
            wait += 1
        done = wait >= patience


def early_stopping(val, patience, min_delta=0.0):
    monitor = _monitor(patience, min_delta)
    next(monitor)
    for loss in val:
        result, done = monitor.send(loss)
        if done:
            return result
    return result
