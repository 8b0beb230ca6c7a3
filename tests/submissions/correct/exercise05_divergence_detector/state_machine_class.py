from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto


class Alarm(Enum):
    CALM = auto()
    WATCHING = auto()
    RINGING = auto()


@dataclass
class Monitor:
    factor: float
    patience: int
    best: float = math.inf
    row: int = 0
    state: Alarm = Alarm.CALM

    def see(self, loss: float) -> Alarm:
        if not math.isfinite(loss):
            self.state = Alarm.RINGING
        elif loss > self.factor * self.best:
            self.row += 1
            self.state = Alarm.RINGING if self.row >= self.patience else Alarm.WATCHING
        else:
            self.row, self.state = 0, Alarm.CALM
            self.best = min(self.best, loss)
        return self.state


def detect_divergence(losses, factor: float = 2.0, patience: int = 3) -> int:
    monitor = Monitor(factor, patience)
    for i, loss in enumerate(losses):
        if monitor.see(float(loss)) is Alarm.RINGING:
            return i
    return -1


class Curve:
    def __init__(self, values):
        self.values = [float(v) for v in values]

    @property
    def finite(self) -> bool:
        return all(math.isfinite(v) for v in self.values)

    @property
    def quarters(self) -> list[float]:
        size = len(self.values) // 4
        return [sum(self.values[i:i + size]) / size for i in range(0, 4 * size, size)]

    @property
    def second_half(self) -> list[float]:
        return self.values[len(self.values) // 2:]

    def bounces(self) -> bool:
        h = self.second_half
        d = [b - a for a, b in zip(h[:-1], h[1:])]
        turns = [a * b < 0 for a, b in zip(d[:-1], d[1:])]
        roughness = (sum(map(abs, d)) / len(d)) / (sum(h) / len(h))
        return sum(turns) / len(turns) > 0.3 and roughness > 0.10


def diagnose_curve(train, val=None) -> str:
    t = Curve(train)
    v = Curve(val) if val is not None else None
    if not t.finite or (v and not v.finite):
        return "exploding"
    q1, *middle, q4 = t.quarters
    if q4 > 1.5 * min(q1, *middle):
        return "diverging"
    if t.bounces():
        return "oscillating"
    if v and q4 < 0.9 * q1 and v.quarters[3] > 1.1 * min(v.quarters[:3]):
        return "overfitting"
    return "stalled" if q4 > 0.9 * q1 else "healthy"
