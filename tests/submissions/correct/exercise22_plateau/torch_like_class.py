import math


class Plateau:
    def __init__(self, lr, factor, patience, threshold, min_lr):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience = patience - 1  # acts when num_bad_epochs exceeds it
        self.threshold = threshold
        self.best = math.inf
        self.num_bad_epochs = 0

    def step(self, metrics):
        current = float(metrics)
        if current < self.best - self.threshold:
            self.best = current
            self.num_bad_epochs = 0
        else:
            self.num_bad_epochs += 1
        if self.num_bad_epochs > self.patience:
            old = self.lr
            new = max(old * self.factor, self.min_lr)
            if old - new > 0:
                self.lr = new
            self.num_bad_epochs = 0
        return self.lr


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    scheduler = Plateau(lr, factor, patience, min_delta, floor)
    return tuple(scheduler.step(loss) for loss in losses)
