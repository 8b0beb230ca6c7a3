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
    """Return a smooth exponential descent onto a floor, shape (n,): the curve everybody hopes for."""
    return np.asarray(5 * np.exp(-5.3 * np.arange(n) / n) + 0.2)


def bounce(n: int = N, size: float = 1 / 3) -> Floats:
    """Return losses that jump at every step, shape (n,): around 1.5, `size` of it to each side."""
    return np.asarray(1.5 * (1 - size * (-1.0) ** np.arange(n)))


def cycle(*losses: float) -> Floats:
    """Return the same few losses again and again."""
    return np.asarray(losses)[K % len(losses)]


def levels(*heights: float) -> Floats:
    """Return one height for each quarter, with a slope too gentle to matter."""
    return np.asarray(np.repeat(heights, N // 4) * (1 + 1e-4 * K))


def arrived() -> Floats:
    """Return losses that fall from 9 to 1 in eight steps and rest there, but for a flutter of a thousandth."""
    return np.where(K < 8, 9.0 - K, 1.0 + 0.001 * (K % 3))


def late_u_turn() -> Floats:
    """Return losses that fall from 10 to below a half, then climb to 3, which is still below the start."""
    return np.where(K < 45, 10 * 0.93**K, 10 * 0.93**45 * 1.12 ** (K - 45))


def valley() -> Floats:
    """Return losses that fall to 1 beyond the middle, then rise: a validation loss where overfitting begins."""
    return np.asarray(1 + 3 * ((K - 34) / 30) ** 2)


def replaced(curve: Floats, at: int, loss: float) -> Floats:
    """Return a copy of the curve with one loss changed."""
    changed = curve.copy()
    changed[at] = loss
    return changed


def wobbling(curve: Floats, draw: np.random.Generator, size: float) -> Floats:
    """Return the curve with noise of at most `size` of itself to each side."""
    return np.asarray(curve * (1 + size * draw.uniform(-1, 1, len(curve))))
