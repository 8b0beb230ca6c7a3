from dataclasses import dataclass
import math


@dataclass
class Schedule:
    total: int
    warmup: int
    peak: float
    floor: float = 0.0

    def __call__(self, step: int) -> float:
        if step < self.warmup:
            return self.peak * (step / self.warmup)
        if step >= self.total:
            return self.floor
        angle = math.pi * (step - self.warmup) / (self.total - self.warmup)
        return self.floor + (self.peak - self.floor) * (1 + math.cos(angle)) / 2


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    return Schedule(total, warmup, peak, floor)(step)


if __name__ == "__main__":
    print([round(warmup_cosine(s, 100, 10, 0.3, 0.01), 3) for s in range(0, 121, 10)])
