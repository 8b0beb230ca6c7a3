"""Quantities over the steps of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from grader.model import Curve, Picture, Role
from grader.pictures.toolkit.asked import Floats, same
from grader.text import format_number

WIDER = 1.5
"""How much taller than what is right a picture may grow for what is not."""


def row(values: ArrayLike) -> tuple[float, ...]:
    """Return an array of one dimension as a curve holds it."""
    return tuple(float(value) for value in np.asarray(values, dtype=np.float64))


def short(value: float) -> str:
    """Format a number in two digits, as a person would say it."""
    return format_number(value, 2) if not 10 <= abs(value) < 1e6 else f"{float(f'{value:.2g}'):.0f}"


def pair(point: Floats) -> str:
    """Format a point with two coordinates, as a person would say it: `(1.2, 0.4)`."""
    return f"({short(float(point[0]))}, {short(float(point[1]))})"


def over_steps(
    function: str,
    title: str,
    says: str,
    up: str,
    yours: Floats,
    right: Floats,
    beside: Sequence[tuple[str, Floats]] = (),
    first: int = 1,
    ground: Iterable[Curve] = (),
) -> Picture:
    """Draw numbers over the steps from number `first` on; `yours` and `right` have the shape (steps,).

    The height is that of what is right and beside it; a course that leaves it far behind is cut off there.
    """
    differs = not same(yours, right)

    def make_curve(name: str, role: Role, values: Floats) -> Curve:
        steps = np.arange(first, first + len(values))
        return Curve(name, role, row(steps), row(values))

    known = np.concatenate([right, *(values for _, values in beside), *([curve.ys for curve in ground])])
    window = _choose_window(known, yours, first, first + max(len(right), len(yours)) - 1)
    curves = [*ground, *(make_curve(name, "beside", values) for name, values in beside)]
    curves += [make_curve("right", "right", right)] if differs else []
    curves += [make_curve("yours" if differs else "yours (right)", "yours", yours)]
    if yours.min() < window[2] or yours.max() > window[3]:
        says += " A part of yours lies beyond the picture."
    return Picture(function, title, says, "step", up, tuple(curves), differs, window)


def _choose_window(known: Floats, yours: Floats, first: int, last: int) -> tuple[float, float, float, float]:
    """Choose the limits (left, right, bottom, top): those of the known curves, and of yours up to WIDER times these."""
    low, high = min(0.0, float(known.min())), max(0.0, float(known.max()))
    room = WIDER * (high - low)
    bottom = min(low, max(float(yours.min()), low - room))
    top = max(high, min(float(yours.max()), high + room))
    edge = 0.04 * (top - bottom)
    return float(first), float(last), bottom - (edge if bottom < 0 else 0.0), top + edge
