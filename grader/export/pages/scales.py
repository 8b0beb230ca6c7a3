"""The way from a value to its height in a picture, whatever a program returned: 1e308 beside 1e-300 too."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from msgspec import Struct

from grader.text import number

DECADES = 3.0
"""Positive values that span more decades than this are drawn on a logarithmic scale."""
MOST_TICKS = 4
HUGE, TINY = 1e300, 1e-290
"""Differences outside of these cannot be divided into rounded steps."""


class Scale(Struct, frozen=True):
    """One axis."""

    share: Callable[[float], float]
    """A value → its height, 0 at the bottom to 1 at the top."""
    ticks: tuple[tuple[float, str], ...]
    """(height, label)."""
    logarithmic: bool = False


def scale_of(values: Sequence[float]) -> Scale:
    """The scale of finite values: linear where they can be told apart on it."""
    if not values:
        return Scale(lambda _value: 0.5, ())
    low, high = min(values), max(values)
    if low > 0 and math.log10(high) - math.log10(low) > DECADES:
        return _logarithmic(low, high)
    if not high - low < HUGE:
        return _squeezed(low, high)
    if high - low <= max(TINY, 1e-8 * max(abs(low), abs(high))):
        return Scale(lambda _value: 0.5, ((0.5, number(low, 3)),))
    return _linear(low, high)


def _linear(low: float, high: float) -> Scale:
    step = _round_step((high - low) / MOST_TICKS)
    first = math.ceil(low / step - 1e-9)
    at = [(first + k) * step for k in range(MOST_TICKS + 2) if (first + k) * step <= high + 1e-9 * (high - low)]

    def share(value: float) -> float:
        return (value - low) / (high - low)

    digits = max(3, math.ceil(math.log10(max(abs(low), abs(high)) / step)) + 1)
    return Scale(share, tuple((share(tick), number(tick, digits)) for tick in at))


def _round_step(rough: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next((power * digit for digit in (1, 2, 5) if power * digit >= rough), 10 * power)


def _logarithmic(low: float, high: float) -> Scale:
    bottom, top = math.log10(low), math.log10(high)
    decades = range(math.ceil(bottom - 1e-9), math.floor(top + 1e-9) + 1)
    apart = max(1, -(-len(decades) // MOST_TICKS))

    def share(value: float) -> float:
        return (math.log10(value) - bottom) / (top - bottom)

    ticks = tuple(((decade - bottom) / (top - bottom), f"1e{decade}") for decade in decades[::apart])
    return Scale(share, ticks, logarithmic=True)


def _squeezed(low: float, high: float) -> Scale:
    """Of both signs and too far apart for their difference to be a number."""

    def squeeze(value: float) -> float:
        return math.copysign(math.log10(1 + abs(value)), value)

    bottom, top = squeeze(low), squeeze(high)

    def share(value: float) -> float:
        return (squeeze(value) - bottom) / (top - bottom)

    return Scale(share, ((0.0, number(low, 2)), (1.0, number(high, 2))), logarithmic=True)
