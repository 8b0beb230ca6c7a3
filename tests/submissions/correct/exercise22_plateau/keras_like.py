import numpy as np


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    monitor_op = lambda a, b: np.less(a, b - min_delta)
    best, wait, history = np.inf, 0, []
    for logs in losses:
        if monitor_op(logs, best):
            best = logs
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                if lr > floor:
                    lr = max(lr * factor, floor)
                wait = 0
        history.append(lr)
    return history
