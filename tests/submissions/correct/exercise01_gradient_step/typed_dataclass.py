from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Walker:
    """Someone who walks downhill."""

    place: Array
    lr: float

    def moved(self, slope: npt.ArrayLike) -> Walker:
        return Walker(self.place - self.lr * np.asarray(slope, dtype=np.float64), self.lr)


def gradient_step(theta: npt.ArrayLike, grad: npt.ArrayLike, lr: float) -> Array:
    return Walker(np.asarray(theta, dtype=np.float64), lr).moved(grad).place


def _walk(walker: Walker, grad_fn: Callable[[Array], npt.ArrayLike], n: int) -> Iterator[Array]:
    yield walker.place
    for _ in range(n):
        walker = walker.moved(grad_fn(walker.place))
        yield walker.place


def gradient_descent(
    grad_fn: Callable[[Array], npt.ArrayLike], theta0: npt.ArrayLike, lr: float, n_steps: int
) -> list[Array]:
    return list(_walk(Walker(np.array(theta0, dtype=np.float64), lr), grad_fn, n_steps))
