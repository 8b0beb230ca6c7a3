"""Wrong turns that belong to no single exercise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit.family import Idea

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


def taken(arguments: Sequence[Any], swaps: Sequence[tuple[int, int]], turn: Callable[[str], int]) -> tuple[Any, ...]:
    """The arguments as they are, or with two of them exchanged."""
    held = list(arguments)
    if turn("X-ARGS"):
        one, other = swaps[turn("X-ARGS") - 1]
        held[one], held[other] = held[other], held[one]
    return tuple(held)


def clipped(grad: Any, form: int) -> Floats:
    """The slope as it is (form 0), or cut back to a limit."""
    slope = np.asarray(grad, dtype=float)
    if not form:
        return slope
    limit, what = CUTS[form - 1]
    if what == "entry":
        return np.asarray(np.clip(slope, -limit, limit))
    length = float(np.linalg.norm(slope.ravel()))
    return slope * min(1.0, limit / length) if length else slope
