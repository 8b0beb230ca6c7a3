"""Scales for pictures of any finite values that a program may return, even 1e308 beside 1e-300."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from msgspec import Struct

from grader.text import format_number

DECADES = 3.0
"""Positive values that span more decades than this are drawn on a logarithmic scale."""
MAX_TICKS = 4
MAX_DIFFERENCE, MIN_DIFFERENCE = 1e300, 1e-290
"""Differences outside of these cannot be divided into rounded steps."""


class Scale(Struct, frozen=True):
    """One axis: from values to heights."""

    share: Callable[[float], float]
    """The function value → height, from 0 at the bottom to 1 at the top."""
    ticks: tuple[tuple[float, str], ...]
    """(height, label) of each tick."""
    logarithmic: bool = False


def make_scale(values: Sequence[float]) -> Scale:
    """Return a scale of finite values: linear where they can be distinguished on it."""
    if not values:
        return Scale(lambda _value: 0.5, ())
    low, high = min(values), max(values)
    if low > 0 and math.log10(high) - math.log10(low) > DECADES:
        return _make_logarithmic(low, high)
    if not high - low < MAX_DIFFERENCE:
        return _make_squeezed(low, high)
    if high - low <= max(MIN_DIFFERENCE, 1e-8 * max(abs(low), abs(high))):
        return Scale(lambda _value: 0.5, ((0.5, format_number(low, 3)),))
    return _make_linear(low, high)


def _make_linear(low: float, high: float) -> Scale:
    """Return a linear scale with ticks at rounded values."""
    step = _round_step((high - low) / MAX_TICKS)
    first = math.ceil(low / step - 1e-9)
    values = [(first + k) * step for k in range(MAX_TICKS + 2) if (first + k) * step <= high + 1e-9 * (high - low)]

    def compute_share(value: float) -> float:
        """Return the height of a value."""
        return (value - low) / (high - low)

    digits = max(3, math.ceil(math.log10(max(abs(low), abs(high)) / step)) + 1)
    return Scale(compute_share, tuple((compute_share(tick), format_number(tick, digits)) for tick in values))


def _round_step(step: float) -> float:
    """Return the next of 1, 2, 5 times a power of ten that is not below the step."""
    power = 10.0 ** math.floor(math.log10(step))
    return next((power * digit for digit in (1, 2, 5) if power * digit >= step), 10 * power)


def _make_logarithmic(low: float, high: float) -> Scale:
    """Return a logarithmic scale with ticks at powers of ten."""
    bottom, top = math.log10(low), math.log10(high)
    decades = range(math.ceil(bottom - 1e-9), math.floor(top + 1e-9) + 1)
    stride = max(1, -(-len(decades) // MAX_TICKS))

    def compute_share(value: float) -> float:
        """Return the height of a value."""
        return (math.log10(value) - bottom) / (top - bottom)

    ticks = tuple(((decade - bottom) / (top - bottom), f"1e{decade}") for decade in decades[::stride])
    return Scale(compute_share, ticks, logarithmic=True)


def _make_squeezed(low: float, high: float) -> Scale:
    """Return a scale for values of both signs that are too far apart for their difference to be a number."""

    def squeeze(value: float) -> float:
        """Return sign(value) · log₁₀(1 + |value|)."""
        return math.copysign(math.log10(1 + abs(value)), value)

    bottom, top = squeeze(low), squeeze(high)

    def compute_share(value: float) -> float:
        """Return the height of a value."""
        return (squeeze(value) - bottom) / (top - bottom)

    return Scale(compute_share, ((0.0, format_number(low, 2)), (1.0, format_number(high, 2))), logarithmic=True)
