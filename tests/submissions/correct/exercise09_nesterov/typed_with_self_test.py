from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike


def nesterov_step(
    theta: ArrayLike, v: ArrayLike, grad_fn: Callable[[np.ndarray], np.ndarray], lr: float, beta: float
) -> tuple[np.ndarray, np.ndarray]:
    place = np.asarray(theta, dtype=np.float64)
    decayed = beta * np.asarray(v, dtype=np.float64)
    decayed = decayed + grad_fn(place - lr * decayed)
    return place - lr * decayed, decayed


assert nesterov_step(2.0, 5.0, lambda x: 2 * x, lr=0.25, beta=0.8) == (0.5, 6.0)
