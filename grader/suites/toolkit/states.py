"""States that a correct run could have reached, in closed form: hidden inputs never come from nowhere.

A memory that has seen g_1 … g_t holds (1−β) Σ β^(t−i) g_i (Kingma & Ba 2015, section 3), so the states are
written down here as weighted sums, not by repeating the recursion that the student is asked for.
"""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

PATTERN = 5
"""Signs and rough sizes of drawn slopes: one pattern of mixed signs for each number of steps and each shape."""


class AdamState(Struct, frozen=True):
    """Both memories after t gradients."""

    m: Floats
    v: Floats
    t: int


def ema(values: ArrayLike, beta: float) -> Floats:
    """Return the average that started from zero and has seen `values` (t along the first axis)."""
    seen = np.asarray(values, dtype=np.float64)
    return np.asarray((1.0 - beta) * np.tensordot(_compute_weights(len(seen), beta), seen, axes=1))


def weighted_mean(values: ArrayLike, beta: float) -> Floats:
    """Return the mean of `values` with weights β^(t−i): what a corrected average is."""
    seen = np.asarray(values, dtype=np.float64)
    weights = _compute_weights(len(seen), beta)
    return np.asarray(np.tensordot(weights / weights.sum(), seen, axes=1))


def adam_state(gradients: ArrayLike, beta1: float, beta2: float) -> AdamState:
    """Return Adam's memories after `gradients` (t along the first axis; zeros where there is none yet)."""
    seen = np.asarray(gradients, dtype=np.float64)
    return AdamState(ema(seen, beta1), ema(seen**2, beta2), len(seen))


def gradients(draw: np.random.Generator, steps: int, shape: tuple[int, ...] = (3,)) -> Floats:
    """Return gradients of mixed sign and unequal size, none smaller than 0.1.

    Their signs and rough sizes belong to `steps` and `shape`; what is drawn is the digits. So a wrong idea shows
    on every seed or on none, and a verdict does not move with the seed.
    """
    return _draw_digits(_make_rough_gradients(steps, shape), draw)


def place(draw: np.random.Generator, shape: tuple[int, ...] = (3,)) -> Floats:
    """Return a point of mixed signs, entries between 0.3 and about 2; as with gradients, only its digits are drawn."""
    return _draw_digits(_make_rough_place(shape), draw)


def decimal(draw: np.random.Generator, low: float, high: float, digits: int = 3) -> float:
    """Draw a number of few digits, so that its way through a formula can be followed by hand."""
    return round(float(draw.uniform(low, high)), digits)


def whole(draw: np.random.Generator, low: int, high: int, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Draw whole numbers of sizes from low to high, every second one negative."""
    sizes = draw.integers(low, high + 1, size=shape)
    return np.asarray(sizes * _alternate_signs(shape), dtype=np.int64)


def any_gradients(draw: np.random.Generator, steps: int, shape: tuple[int, ...] = (3,)) -> Floats:
    """Draw gradients with their signs and sizes: for probes that are made once."""
    sizes = np.exp(draw.uniform(np.log(0.15), np.log(6.0), size=(steps, *shape)))
    return np.asarray(sizes * draw.choice([-1.0, 1.0], size=sizes.shape))


def any_place(draw: np.random.Generator, shape: tuple[int, ...] = (3,)) -> Floats:
    """Draw a point with many decimals, entries of mixed sign between 0.3 and 2."""
    return np.asarray(draw.uniform(0.3, 2.0, size=shape) * draw.choice([-1.0, 1.0], size=shape))


@functools.cache
def _make_rough_gradients(steps: int, shape: tuple[int, ...]) -> Floats:
    """Make gradients without their drawn digits: the same for every seed."""
    return any_gradients(_make_pattern(steps, shape), steps, shape)


@functools.cache
def _make_rough_place(shape: tuple[int, ...]) -> Floats:
    """Make a point without its drawn digits: the same for every seed."""
    return np.asarray(np.abs(any_place(_make_pattern(0, shape), shape)) * _alternate_signs(shape))


def _make_pattern(steps: int, shape: tuple[int, ...]) -> np.random.Generator:
    """Make a Generator whose numbers are the same for every seed."""
    return np.random.default_rng([PATTERN, steps, *shape])


def _alternate_signs(shape: tuple[int, ...]) -> Floats:
    """Return plus and minus one in turn."""
    return np.asarray((-1.0) ** np.arange(int(np.prod(shape))).reshape(shape))


def _draw_digits(rough: Floats, draw: np.random.Generator) -> Floats:
    """Return the numbers made larger by a drawn share of up to a tenth, in a few digits."""
    return np.asarray(np.round(rough * draw.uniform(1.0, 1.1, size=rough.shape), 3))


def _compute_weights(steps: int, beta: float) -> Floats:
    """Return β^(t−i) for i = 1 … t."""
    return np.asarray(beta ** np.arange(steps - 1, -1, -1, dtype=np.float64))
