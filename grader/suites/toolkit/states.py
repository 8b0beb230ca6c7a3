"""States that a correct run could have reached, in closed form: hidden inputs never come from nowhere.

A memory that has seen g_1 … g_t holds (1−β) Σ β^(t−i) g_i (Kingma & Ba 2015, section 3), so the states are
written down here as weighted sums, not by repeating the recursion that the student is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AdamState:
    """Both memories after t gradients."""

    m: Floats
    v: Floats
    t: int


def ema(values: ArrayLike, beta: float) -> Floats:
    """The average that started from zero and has seen `values` (t along the first axis)."""
    seen = np.asarray(values, dtype=np.float64)
    return np.asarray((1.0 - beta) * np.tensordot(_ages(len(seen), beta), seen, axes=1))


def weighted_mean(values: ArrayLike, beta: float) -> Floats:
    """The mean of `values` with weights β^(t−i): what a corrected average is."""
    seen = np.asarray(values, dtype=np.float64)
    weights = _ages(len(seen), beta)
    return np.asarray(np.tensordot(weights / weights.sum(), seen, axes=1))


def adam_state(gradients: ArrayLike, beta1: float, beta2: float) -> AdamState:
    """Adam's memories after `gradients` (t along the first axis; no gradient yet: zeros)."""
    seen = np.asarray(gradients, dtype=np.float64)
    return AdamState(ema(seen, beta1), ema(seen**2, beta2), len(seen))


def gradients(draw: np.random.Generator, steps: int, shape: tuple[int, ...] = (3,)) -> Floats:
    """Gradients of mixed sign and unequal size, none smaller than 0.1 (CURRICULUM, decision 3)."""
    sizes = np.exp(draw.uniform(np.log(0.15), np.log(6.0), size=(steps, *shape)))
    return np.asarray(sizes * draw.choice([-1.0, 1.0], size=sizes.shape))


def place(draw: np.random.Generator, shape: tuple[int, ...] = (3,)) -> Floats:
    """A point with many decimals, entries of mixed sign between 0.3 and 2."""
    return np.asarray(draw.uniform(0.3, 2.0, size=shape) * draw.choice([-1.0, 1.0], size=shape))


def _ages(steps: int, beta: float) -> Floats:
    """β^(t−i) for i = 1 … t."""
    return np.asarray(beta ** np.arange(steps - 1, -1, -1, dtype=np.float64))
