"""The shapes that loss curves are put together from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NAN, INF = float("nan"), float("inf")
N = 64
"""How many losses a curve holds where nothing else is said."""
K = np.arange(N)
"""Their indices."""


def descent(n: int = N) -> Floats:
    """A smooth exponential descent onto a floor: the curve everybody hopes for."""
    return np.asarray(5 * np.exp(-5.3 * np.arange(n) / n) + 0.2)


def bounce(n: int = N, size: float = 1 / 3) -> Floats:
    """Back and forth between the walls at every step, around 1.5, `size` of it to each side."""
    return np.asarray(1.5 * (1 - size * (-1.0) ** np.arange(n)))


def cycle(*losses: float) -> Floats:
    """The same few losses again and again."""
    return np.asarray(losses)[K % len(losses)]


def levels(*heights: float) -> Floats:
    """One height a quarter, with a slope too gentle to matter."""
    return np.asarray(np.repeat(heights, N // 4) * (1 + 1e-4 * K))


def arrived() -> Floats:
    """Falls from 9 to 1 in eight steps and rests there, but for a flutter of a thousandth."""
    return np.where(K < 8, 9.0 - K, 1.0 + 0.001 * (K % 3))


def late_u_turn() -> Floats:
    """Falls from 10 to below a half, then climbs to 3: out of its valley, and still below its start."""
    return np.where(K < 45, 10 * 0.93**K, 10 * 0.93**45 * 1.12 ** (K - 45))


def valley() -> Floats:
    """Falls to 1 beyond the middle, then rises: what a validation loss does when learning by heart begins."""
    return np.asarray(1 + 3 * ((K - 34) / 30) ** 2)


def replaced(curve: Floats, at: int, loss: float) -> Floats:
    """The curve with one loss changed."""
    changed = curve.copy()
    changed[at] = loss
    return changed


def wobbling(curve: Floats, draw: np.random.Generator, size: float) -> Floats:
    """The curve with noise of at most `size` of itself to each side."""
    return np.asarray(curve * (1 + size * draw.uniform(-1, 1, len(curve))))
