"""Wrong turns that belong to no single exercise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit.family import Idea
from grader.misconceptions.toolkit.turn import Turn

Floats = NDArray[np.float64]

ORDER = Idea(
    "X-ORDER",
    "results in another order",
    "The numbers are the right ones, handed back in another order: the next step would start from the wrong memory.",
    "In which order does the stub name what comes back?",
    rare=True,
)

ARGUMENTS = Idea(
    "X-ARGS",
    "arguments taken in another order",
    "The formula is right, but it takes its arguments in another order. What the caller gives as one thing is read "
    "as another.",
    "In which order does the stub list the arguments?",
    rare=True,
    alone=True,
)
"""A form for each two arguments that change places; see `taken`."""

CUTS = ((1.0, "entry"), (1.0, "length"), (5.0, "entry"), (5.0, "length"), (10.0, "entry"), (10.0, "length"))
"""Where a hidden clipping cuts, and whether each entry or the whole slope; one form each."""


def taken(arguments: Sequence[Any], swaps: Sequence[tuple[int, int]], turn: Turn) -> tuple[Any, ...]:
    """Return the arguments as they are, or with two of them exchanged."""
    if not turn.wants("X-ARGS"):
        return tuple(arguments)
    return tuple(turn.line(lambda: arguments, {"X-ARGS": tuple(partial(_swap, arguments, *two) for two in swaps)}))


def _swap(arguments: Sequence[Any], first: int, second: int) -> list[Any]:
    swapped = list(arguments)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    return swapped


def clip(grad: Any, idea: str, forms: int, turn: Turn) -> Floats:
    """Return the slope as it is, or cut back to one of the first so many limits."""
    slope = np.asarray(grad, dtype=float)
    if not turn.wants(idea):
        return slope
    return np.asarray(turn.line(lambda: slope, {idea: tuple(partial(_cut, slope, *cut) for cut in CUTS[:forms])}))


def _cut(slope: Floats, limit: float, what: str) -> Floats:
    if what == "entry":
        return np.asarray(np.clip(slope, -limit, limit))
    length = float(np.linalg.norm(slope.ravel()))
    return slope * min(1.0, limit / length) if length else slope
