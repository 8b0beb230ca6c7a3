from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class RMSPropState(NamedTuple):
    theta: np.ndarray
    v: np.ndarray


def rmsprop_step(theta: ArrayLike, v: ArrayLike, grad: ArrayLike, lr: float, rho: float, eps: float = 1e-8) -> RMSPropState:
    g = np.asarray(grad, dtype=np.float64)
    mean_square = np.asarray(v, dtype=np.float64) * rho + (1 - rho) * np.abs(g) ** 2
    return RMSPropState(np.asarray(theta, dtype=np.float64) - lr * g / (np.sqrt(mean_square) + eps), mean_square)
