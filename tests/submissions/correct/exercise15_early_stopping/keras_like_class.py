import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience = patience
        self.min_delta = -abs(min_delta)
        self.monitor_op = np.less
        self.wait = 0
        self.best = np.inf
        self.best_epoch = 0
        self.stopped_epoch = None

    def on_epoch_end(self, epoch, current):
        self.wait += 1
        if self.monitor_op(current - self.min_delta, self.best):
            self.best = current
            self.best_epoch = epoch
            self.wait = 0
        elif self.wait >= self.patience:
            self.stopped_epoch = epoch


def early_stopping(val, patience, min_delta=0.0):
    callback = EarlyStopping(patience, min_delta)
    for epoch, current in enumerate(val):
        callback.on_epoch_end(epoch, current)
        if callback.stopped_epoch is not None:
            return [callback.stopped_epoch, callback.best_epoch]
    return [epoch, callback.best_epoch]
