from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Result(NamedTuple):
    theta: NDArray
    m: NDArray
    v: NDArray


@dataclass(frozen=True)
class Settings:
    lr: float
    beta1: float
    beta2: float
    eps: float

    def update(self, m: NDArray, v: NDArray, grad: NDArray, t: int) -> tuple[NDArray, NDArray, NDArray]:
        m = self.beta1 * m + (1 - self.beta1) * grad
        v = self.beta2 * v + (1 - self.beta2) * np.square(grad)
        m_hat, v_hat = m / (1 - self.beta1**t), v / (1 - self.beta2**t)
        return self.lr * m_hat / (np.sqrt(v_hat) + self.eps), m, v


def adam_l2_step(
    theta: ArrayLike, m: ArrayLike, v: ArrayLike, grad: ArrayLike, t: int,
    lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8, weight_decay: float = 0.01,
) -> Result:
    theta = np.asarray(theta, dtype=float)
    total = np.asarray(grad, dtype=float) + weight_decay * theta
    delta, m, v = Settings(lr, beta1, beta2, eps).update(np.asarray(m), np.asarray(v), total, t)
    return Result(theta - delta, m, v)


def adamw_step(
    theta: ArrayLike, m: ArrayLike, v: ArrayLike, grad: ArrayLike, t: int,
    lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8, weight_decay: float = 0.01,
) -> Result:
    theta = np.asarray(theta, dtype=float)
    delta, m, v = Settings(lr, beta1, beta2, eps).update(np.asarray(m), np.asarray(v), np.asarray(grad), t)
    return Result(theta - delta - lr * weight_decay * theta, m, v)
