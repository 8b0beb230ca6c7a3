from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass

import numpy as np

AdamState = namedtuple("AdamState", "theta m v")
Moments = namedtuple("Moments", ["m", "v"])


@dataclass(frozen=True)
class Average:
    """An exponential moving average that started from zero."""

    value: np.ndarray
    beta: float

    def add(self, x: np.ndarray) -> Average:
        return Average(self.beta * self.value + (1 - self.beta) * x, self.beta)

    def corrected(self, t: int) -> np.ndarray:
        return self.value / (1 - self.beta**t)


def ema_moments(m, v, grad, beta1, beta2) -> Moments:
    g = np.asarray(grad, dtype=float)
    return Moments(Average(np.asarray(m), beta1).add(g).value, Average(np.asarray(v), beta2).add(g**2).value)


def bias_correct(moment, beta, t):
    return Average(np.asarray(moment), beta).corrected(t)


def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8) -> AdamState:
    g = np.asarray(grad, dtype=float)
    first = Average(np.asarray(m), beta1).add(g)
    second = Average(np.asarray(v), beta2).add(g**2)
    step = first.corrected(t) / (np.sqrt(second.corrected(t)) + eps)
    return AdamState(np.asarray(theta) - lr * step, first.value, second.value)
