# function: reduce_on_plateau
# expects: PL-OFF
class Scheduler:
    def __init__(self, lr, factor, patience, threshold, min_lr):
        self.lr, self.factor, self.patience, self.threshold, self.min_lr = lr, factor, patience, threshold, min_lr
        self.best, self.bad = float("inf"), 0

    def step(self, x):
        if x < self.best - self.threshold:
            self.best, self.bad = x, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr = max(self.lr * self.factor, self.min_lr)
            self.bad = 0


def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    s, seen = Scheduler(lr, factor, patience, min_delta, floor), []
    for x in losses:
        s.step(x)
        seen.append(s.lr)
    return seen
